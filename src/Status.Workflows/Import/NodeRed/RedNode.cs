using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>A node of a flow file.</summary>
internal sealed class RedNode(JsonObject json)
{
    /// <summary>Member that names the use of a subflow that the node stands in.</summary>
    public const string FlowMember = "$flow";

    public JsonObject Json { get; } = json;

    public string Id => Text("id");

    public string Type => Text("type");

    public string Tab => Text("z");

    /// <summary>The tab or the use of a subflow that the node stands in.</summary>
    public string Flow => Text(FlowMember, Tab);

    public string Group => Text("g");

    public string Name => Text("name") is { Length: > 0 } name ? name : Type;

    public bool IsDisabled => Flag("d");

    public double X => Number("x") ?? 0;

    public double Y => Number("y") ?? 0;

    /// <summary>Ids of the nodes that each output leads to.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Wires =>
        Json["wires"] is JsonArray outputs ? [.. outputs.Select(o => (IReadOnlyList<string>)(o is JsonArray targets ? [.. targets.Select(TextOf)] : [TextOf(o)]))] : [];

    public string Text(string name, string otherwise = "") => TextOf(Json[name]) is { Length: > 0 } text ? text : otherwise;

    public bool Flag(string name) => Json[name] is JsonValue value && (value.GetValueKind() == JsonValueKind.True || value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == "true");

    public double? Number(string name) => double.TryParse(TextOf(Json[name]), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public IReadOnlyList<string> Texts(string name) => Json[name] is JsonArray items ? [.. items.Select(TextOf)] : [];

    public IReadOnlyList<RedNode> Items(string name) => Json[name] is JsonArray items ? [.. items.OfType<JsonObject>().Select(o => new RedNode(o))] : [];

    private static string TextOf(JsonNode? node) => node is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : "";
}
