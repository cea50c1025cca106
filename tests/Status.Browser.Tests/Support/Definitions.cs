using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Status.Browser.Tests.Support;

/// <summary>Workflows that a journey finds already there, stored over the API.</summary>
internal static class Definitions
{
    /// <summary>An activity on the canvas.</summary>
    /// <param name="id">Its id and name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="inputs">Inputs with their expressions.</param>
    public static JsonObject Activity(string id, string type, params (string Name, string Syntax, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, syntax, value) in inputs)
            activity[name] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };
        return activity;
    }

    /// <summary>Publishes a workflow of activities that follow each other from left to right.</summary>
    public static async Task PublishAsync(HttpClient client, string definitionId, string name, params JsonObject[] activities)
    {
        for (var i = 0; i < activities.Length; i++)
            activities[i]["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = At(40 + i * 260, 80), ["size"] = new JsonObject { ["width"] = 180, ["height"] = 54 } } };
        var connections = activities.Zip(activities.Skip(1), JsonNode (from, to) => new JsonObject { ["source"] = End(from, "Done"), ["target"] = End(to, "In") });
        var root = new JsonObject
        {
            ["id"] = "Flowchart1",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["connections"] = new JsonArray([.. connections]),
            ["activities"] = new JsonArray([.. activities]),
        };
        var model = new JsonObject { ["definitionId"] = definitionId, ["name"] = name, ["root"] = root };
        using var answer = await client.PostAsJsonAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Takes workflows away again, so that Elsa Studio's list keeps on its first page what others look for.</summary>
    public static async Task RemoveAsync(HttpClient client, params IEnumerable<string> definitionIds)
    {
        foreach (var id in definitionIds)
        {
            using var answer = await client.DeleteAsync($"/elsa/api/workflow-definitions/{id}");
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Starts a run.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> RunAsync(HttpClient client, string definitionId)
    {
        using var answer = await client.PostAsJsonAsync($"/elsa/api/workflow-definitions/{definitionId}/execute", new JsonObject());
        return Assert.Single(answer.Headers.GetValues("x-elsa-workflow-instance-id"));
    }

    private static JsonObject At(int x, int y) => new() { ["x"] = x, ["y"] = y };

    private static JsonObject End(JsonObject activity, string port) => new() { ["activity"] = (string?)activity["id"], ["port"] = port };
}
