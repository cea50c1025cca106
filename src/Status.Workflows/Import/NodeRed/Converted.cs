using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>What a node became: activities, the one that takes messages, and the ports that its outputs leave through.</summary>
internal sealed record Converted(IReadOnlyList<JsonObject> Activities, string? Entry, IReadOnlyList<IReadOnlyList<(string Activity, string Port)>> Outputs)
{
    /// <summary>Connections among the activities.</summary>
    public IReadOnlyList<(string Source, string Port, string Target)> Inner { get; init; } = [];

    /// <summary>Ports through which a failure leaves; a catch node is connected to them.</summary>
    public IReadOnlyList<(string Activity, string Port)> Failures { get; init; } = [];

    /// <summary>An activity whose outcomes all lead on.</summary>
    public static Converted One(JsonObject activity, params IReadOnlyList<string> ports)
    {
        var id = (string)activity["id"]!;
        return new Converted([activity], id, [[.. (ports.Count == 0 ? ["Done"] : ports).Select(p => (id, p))]]);
    }

    /// <summary>An activity with one port for each output.</summary>
    public static Converted Many(JsonObject activity, IReadOnlyList<string> ports)
    {
        var id = (string)activity["id"]!;
        return new Converted([activity], id, [.. ports.Select(p => (IReadOnlyList<(string, string)>)[(id, p)])]);
    }
}
