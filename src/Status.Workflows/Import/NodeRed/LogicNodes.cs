using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>The logic nodes of STATUS.</summary>
internal static class LogicNodes
{
    private static readonly string[] _verdicts = ["True", "False", "NotDetermined"];

    /// <summary>Waits for two messages and combines their results.</summary>
    public static Converted Pair(RedNode node, Conversion conversion)
    {
        var join = Conversion.Activity(node, "Status.JoinMessages", "_pair", -60, -30);
        Conversion.Literal(join, "mode", "custom");
        Conversion.Literal(join, "build", "array");
        Conversion.Literal(join, "count", 2);
        var type = node.Type switch { "and" => "Status.And", "or" => "Status.Or", _ => "Status.Implies" };
        var activity = Conversion.Activity(node, type);
        Conversion.Computed(activity, "a", "variables.msg.payload[0]?.result ?? null");
        Conversion.Computed(activity, "b", "variables.msg.payload[1]?.result ?? null");
        Conversion.Fill(activity, ("payload", new JsonObject { ["value"] = new JsonObject() }), ("payload.result", "Result"));
        conversion.Note(NodeRedLevel.Changed, node, "Pairs the messages of one run in the order of their arrival; in Node-RED those of other runs came between. The evidences of both are left out.");
        var (first, second) = ((string)join["id"]!, (string)activity["id"]!);
        return new Converted([join, activity], first, [[.. _verdicts.Select(v => (second, v))]]) { Inner = [(first, "Done", second)] };
    }

    public static Converted LesserThan(RedNode node, Conversion conversion)
    {
        var property = node.Text("lesserProperty", "result");
        if (Js.Path(property) is not { } path) return conversion.NotConverted(node, "Its property is computed.", "Use Lesser Than.");
        var (a, b) = (node.Text("aValue"), node.Text("bValue"));
        var activity = Conversion.Activity(node, "Status.LesserThan");
        var read = $"{path}.reduce((o, k) => o === null || o === undefined ? undefined : o[k], P)";
        if (a.Length > 0 || b.Length > 0)
        {
            Conversion.Computed(activity, "a", a.Length > 0 ? $"Number({Js.Text(a)})" : read.Replace("P)", "variables.msg.payload)", StringComparison.Ordinal));
            Conversion.Computed(activity, "b", b.Length > 0 ? $"Number({Js.Text(b)})" : read.Replace("P)", "variables.msg.payload)", StringComparison.Ordinal));
            Conversion.Fill(activity, ("payload.result", "Result"));
            return Converted.One(activity, _verdicts);
        }

        // Both sides come as messages; msg.position says which is which.
        var join = Conversion.Activity(node, "Status.JoinMessages", "_pair", -60, -30);
        Conversion.Literal(join, "mode", "custom");
        Conversion.Literal(join, "property", "");
        Conversion.Literal(join, "count", 2);
        string Side(int position) => $"(m => {read.Replace("P)", "m.payload)", StringComparison.Ordinal)})(variables.msg.payload.find(m => Number(m.position) === {position}) ?? variables.msg.payload[{position - 1}])";
        Conversion.Computed(activity, "a", Side(1));
        Conversion.Computed(activity, "b", Side(2));
        Conversion.Fill(activity, ("payload", new JsonObject { ["value"] = new JsonObject() }), ("payload.result", "Result"));
        var (first, second) = ((string)join["id"]!, (string)activity["id"]!);
        return new Converted([join, activity], first, [[.. _verdicts.Select(v => (second, v))]]) { Inner = [(first, "Done", second)] };
    }

    public static Converted IfElse(RedNode node, Conversion conversion) =>
        Converted.Many(Conversion.Computed(Conversion.Activity(node, "Elsa.FlowDecision"), "condition", "variables.msg.payload?.result === true"), ["True", "False"]);
}
