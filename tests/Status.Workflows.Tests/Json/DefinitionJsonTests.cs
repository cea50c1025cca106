using System.Text.Json.Nodes;
using Status.Workflows.Json;
using Xunit.Abstractions;

namespace Status.Workflows.Tests.Json;

public sealed class DefinitionJsonTests(ITestOutputHelper output)
{
    private const string Strange = """
        {"$schema":"x","id":"v","definitionId":"d","name":"n","version":3,"unknownTop":{"a":[1,{"b":null}]},"usableAsActivity":true,
         "variables":[{"id":"1","name":"x","typeName":"Int32","isArray":false,"value":"5","extra":true}],
         "inputs":[{"name":"i","type":"String","more":1}],"outputs":[],"outcomes":["Done"],"customProperties":{"k":{"id":"a","type":"b"}},
         "root":{"id":"f","type":"Elsa.Flowchart","version":1,"odd":"kept","start":"a",
           "activities":[
             {"id":"a","type":"Elsa.HttpEndpoint","version":1,"canStartWorkflow":true,"path":{"typeName":"String","expression":{"type":"Literal","value":"x","hint":9}}},
             {"id":"b","type":"Elsa.ForEach","version":1,"body":{"id":"c","type":"Nobody.Knows","version":7,"deep":{"id":"z","type":"t","expression":{}}}},
             {"id":"s","type":"Elsa.SendHttpRequest","version":1,"expectedStatusCodes":[{"statusCode":200,"activity":{"id":"ok","type":"Elsa.WriteLine","version":1},"note":"n"}]}],
           "connections":{"$values":[{"source":"a","target":"b","sourcePort":"Done"},{"source":{"activity":"b","port":null},"target":{"activity":"s"},"vertices":[{"x":1,"y":2}]}]}}}
        """;

    [Fact]
    public void Read_OldForms_AreUnderstood()
    {
        var definition = DefinitionJson.Read(Strange).Definition!;

        Assert.True(definition.Options.UsableAsActivity);
        Assert.True(definition.Root.Children[0].Activity.CanStartWorkflow);
        Assert.Equal("a", definition.Root.Start);
        Assert.Equal(["a:Done>b:In", "b:Done>s:In"], definition.Root.Connections.Select(c => $"{c.Source}:{c.SourcePort}>{c.Target}:{c.TargetPort}"));
        Assert.Equal("Workflow1:f:b:c", definition.Root.Children[1].Activity.Children[0].Activity.NodeId);
        Assert.Equal("$.root.activities[2].expectedStatusCodes[0].activity", definition.Root.Children[2].Activity.Children[0].Activity.Path);
        Assert.Equal(6, definition.ActivityCount);
    }

    [Fact]
    public void Write_ReadDefinition_KeepsEveryMember()
    {
        var definition = DefinitionJson.Read(Strange).Definition!;

        var written = JsonNode.Parse(DefinitionJson.Write(definition));

        Assert.Null(Missing(JsonNode.Parse(Strange), written, "$"));
    }

    [Fact]
    public void Write_ChangedMember_WinsOverTheKeptJson()
    {
        var definition = DefinitionJson.Read(Strange).Definition! with { Name = "other", Version = 4 };

        var again = DefinitionJson.Read(DefinitionJson.Write(definition)).Definition!;

        Assert.Equal(("other", 4, "d"), (again.Name, again.Version, again.DefinitionId));
    }

    [Fact]
    public void Write_Twice_GivesTheSame()
    {
        var once = DefinitionJson.Write(DefinitionJson.Read(Strange).Definition!);

        Assert.Equal(once, DefinitionJson.Write(DefinitionJson.Read(once).Definition!));
    }

    [Theory]
    [InlineData("", "$", "Not valid JSON")]
    [InlineData("[]", "$", "object")]
    [InlineData("{}", "$.root", "no root")]
    [InlineData("""{"root":{"id":"a"}}""", "$.root.type", "type")]
    [InlineData("""{"version":"x","root":{"id":"a","type":"t"}}""", "$.version", "whole number")]
    [InlineData("""{"root":{"id":"a","type":"t","activities":[{"id":"a","type":"t"}]}}""", "$.root.activities[0].id", "Another activity")]
    [InlineData("""{"root":{"id":"a","type":"t","activities":[5]}}""", "$.root.activities[0]", "activity")]
    [InlineData("""{"variables":[{}],"root":{"id":"a","type":"t"}}""", "$.variables[0].name", "name")]
    public void Read_BadInput_NamesThePath(string json, string path, string message)
    {
        var result = DefinitionJson.Read(json);

        Assert.False(result.IsValid);
        Assert.Contains(result.Problems, p => p.Path == path && p.Message.Contains(message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Read_TooLargeTooDeepOrTooMany_IsRefused()
    {
        var deep = "{\"root\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 101);
        var children = Enumerable.Range(0, 20).Select(i => $"{{\"id\":\"{i}\",\"type\":\"t\"}}");
        var many = "{\"root\":{\"id\":\"r\",\"type\":\"t\",\"activities\":[" + string.Join(',', children) + "]}}";

        Assert.Contains("MaxBytes", DefinitionJson.Read(Strange, new DefinitionLimits { MaxBytes = 10 }).Problems[0].Message);
        Assert.Contains("depth", DefinitionJson.Read(deep).Problems[0].Message);
        Assert.Contains("more than 5", DefinitionJson.Read(many, new DefinitionLimits { MaxActivities = 5 }).Problems[0].Message);
    }

    [Fact]
    public void RoundTrip_DefinitionsOfARealServer_KeepEveryMember()
    {
        var folder = Environment.GetEnvironmentVariable("STATUS_ELSA_CAPTURES");
        if (string.IsNullOrEmpty(folder))
        {
            output.WriteLine("SKIPPED: set STATUS_ELSA_CAPTURES to a folder of captured server answers.");
            return;
        }

        var found = 0;
        foreach (var file in Directory.GetFiles(folder, "*.json"))
        {
            foreach (var definition in Definitions(JsonNode.Parse(File.ReadAllText(file))))
            {
                found++;
                var result = DefinitionJson.Read(definition.ToJsonString());
                Assert.True(result.IsValid, $"{file}: {string.Join(' ', result.Problems)}");
                Assert.Equal("", Missing(definition, JsonNode.Parse(DefinitionJson.Write(result.Definition)), Path.GetFileName(file)) ?? "");
            }
        }

        output.WriteLine($"{found} definitions.");
        Assert.NotEqual(0, found);
    }

    private static IEnumerable<JsonObject> Definitions(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            if (json["root"] is JsonObject root && root["type"] is not null && json["name"] is not null) return [json];
            return json.SelectMany(m => Definitions(m.Value));
        }

        return node is JsonArray array ? array.SelectMany(Definitions) : [];
    }

    /// <summary>Path of the first member of one value that the other does not have the same; <c>null</c> when it has all.</summary>
    private static string? Missing(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject members:
                if (actual is not JsonObject other) return path;
                // What the designer keeps aside says nothing when it is empty, and is not kept.
                return members.Where(m => m is not { Key: "notFoundConnections", Value: JsonArray { Count: 0 } }).Select(m => other.ContainsKey(m.Key) ? Missing(m.Value, other[m.Key], $"{path}.{m.Key}") : m.Value is null ? null : $"{path}.{m.Key}").FirstOrDefault(p => p is not null);
            case JsonArray items:
                if (actual is not JsonArray others || others.Count != items.Count) return path;
                return items.Select((item, i) => Missing(item, others[i], $"{path}[{i}]")).FirstOrDefault(p => p is not null);
            default:
                // A real server leaves ids of nodes out now and then; filling them in is allowed.
                return expected is null || JsonNode.DeepEquals(expected, actual) ? null : path;
        }
    }
}
