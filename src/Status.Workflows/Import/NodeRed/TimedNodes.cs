using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// Nodes that remember messages and send them later: a script that takes each message, a timer, and a script that runs when it is due. What they remember is kept in the run, under the node's id
/// in the variable <c>context</c>.
/// </summary>
internal static class TimedNodes
{
    /// <summary>Begin of a script of a node that remembers: <c>state</c>, <c>sent</c> and <c>wait(name, ms)</c>; without a time the wait ends.</summary>
    public static string Begin(RedNode node) => $$"""
        {{Js.Helpers}}const state = (variables.context[{{Js.Text(node.Id)}}] ??= {}), sent = [], has = name => Object.hasOwn(msg, name);
        const send = (m, port = 'Done') => sent.push({ port, msg: m }), wait = (name, ms) => sent.push({ port: 'Timer', msg: { $timer: { name, ms } } });

        """;

    /// <summary>End of such a script.</summary>
    public const string End = "setVariable('$messages', sent);\n";

    /// <summary>The three activities; <paramref name="ports"/> are the outputs.</summary>
    public static Converted Of(RedNode node, string onMessage, string onDue, params IReadOnlyList<string> ports)
    {
        var id = Js.Id(node.Id);
        var outcomes = (IReadOnlyList<string>)[.. ports, "Timer"];
        var entry = Conversion.Script(node, Begin(node) + onMessage + End, outcomes);
        var due = Conversion.Script(node, Begin(node) + onDue + End, outcomes, "_due", 60);
        return new Converted([entry, Timer(node, 24, 40), due], id, [.. ports.Select(p => (IReadOnlyList<(string, string)>)[(id, p), ($"{id}_due", p)])])
        {
            Inner = [(id, "Timer", $"{id}_timer"), ($"{id}_timer", "Due", $"{id}_due"), ($"{id}_due", "Timer", $"{id}_timer")],
        };
    }

    /// <summary>A timer beside a node, told by <c>msg.$timer</c>.</summary>
    public static JsonObject Timer(RedNode node, double dx, double dy)
    {
        var timer = Conversion.Activity(node, "Status.MessageTimer", "_timer", dx, dy);
        Conversion.Computed(timer, "wait", "variables.msg.$timer?.name ?? ''");
        return Conversion.Computed(timer, "milliseconds", "variables.msg.$timer?.ms ?? null");
    }

    /// <summary>A time as milliseconds.</summary>
    public static double Milliseconds(double amount, string unit) => amount * unit switch
    {
        "milliseconds" or "ms" => 1,
        "minutes" or "min" or "minute" => 60_000,
        "hours" or "hr" or "hour" => 3_600_000,
        "days" or "day" => 86_400_000,
        _ => 1000,
    };
}
