using System.Text.Json.Nodes;
using Status.Testing;

namespace Status.Host.Tests.Shipped;

/// <summary>A copy of the shipped <c>workflows/</c> that a test may edit. Schedules do not start in it: only what the test asks for runs.</summary>
internal sealed class ShippedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ShippedFolder()
    {
        Copy(Source, Path);
        foreach (var name in Names)
        {
            Edit(name, definition =>
            {
                foreach (var cron in Activities(definition).Where(a => (string?)a["type"] == "Elsa.Cron")) cron["customProperties"]!["canStartWorkflow"] = false;
            });
        }
    }

    /// <summary>The folder in the repository.</summary>
    public static string Source { get; } = FindSource();

    /// <summary>Names of the shipped definitions.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Source, "*.json").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public string Path => _folder["workflows"];

    /// <summary>Every type of activity that a shipped definition names.</summary>
    public static IReadOnlySet<string> ReadTypes() =>
        Names.SelectMany(name => Activities(Read(Source, name))).Select(activity => (string)activity["type"]!).ToHashSet(StringComparer.Ordinal);

    /// <summary>Edits one definition as somebody with a text editor would.</summary>
    public void Edit(string name, Action<JsonObject> edit)
    {
        var definition = Read(Path, name);
        edit(definition);
        File.WriteAllText(System.IO.Path.Combine(Path, name + ".json"), definition.ToJsonString());
    }

    /// <summary>The activity of that id, however deep.</summary>
    public static JsonObject Find(JsonObject definition, string id) => Activities(definition).Single(activity => (string?)activity["id"] == id);

    /// <summary>Puts a step on the way into an activity of the outermost flowchart: everything that led to <paramref name="before"/> leads to the step.</summary>
    public static void Insert(JsonObject definition, string before, JsonObject step)
    {
        foreach (var connection in Connections(definition).Where(c => (string?)c["target"]!["activity"] == before)) connection["target"]!["activity"] = (string)step["id"]!;
        ((JsonArray)definition["root"]!["activities"]!).Add(step);
        ((JsonArray)definition["root"]!["connections"]!).Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = (string)step["id"]!, ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = before, ["port"] = "In" },
            ["vertices"] = new JsonArray(),
        });
    }

    /// <summary>Takes a step out of the outermost flowchart: what led to it leads to the step behind it.</summary>
    public static void Drop(JsonObject definition, string id, string next)
    {
        var connections = (JsonArray)definition["root"]!["connections"]!;
        foreach (var connection in Connections(definition))
        {
            if ((string?)connection["source"]!["activity"] == id) connections.Remove(connection);
            else if ((string?)connection["target"]!["activity"] == id) connection["target"]!["activity"] = next;
        }

        ((JsonArray)definition["root"]!["activities"]!).Remove(Find(definition, id));
    }

    /// <summary>A step that publishes an event.</summary>
    public static JsonObject PublishEvent(string id, string name, string payload) => new()
    {
        ["id"] = id,
        ["nodeId"] = "Workflow1:Flowchart1:" + id,
        ["name"] = id,
        ["type"] = "Elsa.PublishEvent",
        ["version"] = 1,
        ["customProperties"] = new JsonObject(),
        ["metadata"] = new JsonObject(),
        ["eventName"] = Input("String", "Literal", name),
        ["payload"] = Input("Object", "JavaScript", payload),
    };

    /// <summary>A wrapped input.</summary>
    public static JsonObject Input(string typeName, string syntax, string value) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    public void Dispose() => _folder.Dispose();

    private static List<JsonObject> Connections(JsonObject definition) => [.. ((JsonArray)definition["root"]!["connections"]!).Select(c => (JsonObject)c!)];

    private static IEnumerable<JsonObject> Activities(JsonNode? node) => node switch
    {
        JsonObject found => (found["type"] is JsonValue && found["nodeId"] is not null ? [found] : (JsonObject[])[]).Concat(found.SelectMany(member => Activities(member.Value))).ToList(),
        JsonArray items => items.SelectMany(Activities).ToList(),
        _ => [],
    };

    private static JsonObject Read(string folder, string name) => (JsonObject)JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(folder, name + ".json")))!;

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
    }

    private static string FindSource()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Status.sln"))) return System.IO.Path.Combine(folder.FullName, "workflows");
        throw new InvalidOperationException($"No Status.sln above {AppContext.BaseDirectory}.");
    }
}
