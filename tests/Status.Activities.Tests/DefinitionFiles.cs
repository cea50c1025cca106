using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Activities.Tests.Agreements;

namespace Status.Activities.Tests;

/// <summary>The definitions of <c>Definitions/</c>; each names in <c>customProperties.expect</c> the outcome that each of its activities must take.</summary>
internal static class DefinitionFiles
{
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    private static string Folder => Path.Combine(Repository.Root, "tests/Status.Activities.Tests/Definitions");

    public static JsonObject Read(string name) => (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)))!;

    /// <summary>Types of the activities whose outcome a file demands.</summary>
    public static IEnumerable<string> ProvedTypes(JsonObject definition)
    {
        var expected = definition["customProperties"]!["expect"]!.AsObject();
        return Activities(definition["root"]!).Where(activity => expected.ContainsKey((string)activity["id"]!)).Select(activity => (string)activity["type"]!);
    }

    /// <summary>Every object below <paramref name="node"/> that is an activity: it has a type, an id and a version.</summary>
    public static IEnumerable<JsonObject> Activities(JsonNode? node)
    {
        if (node is JsonObject found && found["type"]?.GetValueKind() == JsonValueKind.String && found["id"] is not null && found["version"] is not null) yield return found;
        var children = node switch { JsonObject members => members.Select(member => member.Value), JsonArray items => items, _ => [] };
        foreach (var activity in children.SelectMany(Activities)) yield return activity;
    }
}
