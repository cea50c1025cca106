using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Api;

/// <summary>What <c>/openapi/v1.json</c> says about answers is there for every operation, and true of the answers that are given.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ApiDescriptionTests : IDisposable
{
    private static readonly string[] _methods = ["get", "post", "put", "patch", "delete"];
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Description_OfEveryOperation_HoldsAndTellsTheMembersOfItsAnswer()
    {
        await using var host = HostProcess.Start(_folder["data"]);
        await host.ReadyAsync();
        var client = await host.SignInAsync();
        // In the first minute of a first start, long before the schedule has run: every control is there and due.
        var check = await (await client.PostAsync(new Uri("/workflows/compliance/check", UriKind.Relative), null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((5, 5), (check.GetProperty("controls").GetInt32(), check.GetProperty("states").GetArrayLength()));

        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        AssertTheConsoleHasIt(document.GetProperty("components"));
        var silent = Operations(document).Where(operation => Schema(operation.Responses) is null && !operation.Responses.TryGetProperty("204", out _)).Select(operation => operation.Name).ToList();
        Assert.True(silent.Count == 0, "No answer is described for: " + string.Join(", ", silent));

        foreach (var path in (string[])["/api/v1/catalogs", "/api/v1/controls", "/api/v1/computations", "/api/v1/points", "/api/v1/agreements", "/api/v6/agreements/{id}/versions"])
            await AssertMembersAsync(client, document, path);
        await AssertMembersAsync(client, document, "/api/v1/agreements/{id}/state");
        using var versions = await client.GetAsync(new Uri("/api/v6/agreements/platform-service-levels/versions?page=1&pageSize=1", UriKind.Relative));
        Assert.Equal(("[]", "1"), (await versions.Content.ReadAsStringAsync(), versions.Headers.GetValues("X-Total-Count").Single()));
    }

    /// <summary>The console's types are written from this file: a member that is renamed here must break its build.</summary>
    private static void AssertTheConsoleHasIt(JsonElement components, [CallerFilePath] string source = "")
    {
        var root = Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..");
        var (kept, now) = (JsonNode.Parse(File.ReadAllText(Path.Combine(root, "studio", "src", "api", "description.json"))), JsonNode.Parse(components.GetRawText()));
        if (JsonNode.DeepEquals(kept, now)) return;
        var written = Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName + "/api-description.json";
        File.WriteAllText(written, now!.ToJsonString(_readable) + "\n");
        Assert.Fail("The console's copy of the description is old: cp artifacts/api-description.json studio/src/api/description.json && npm --prefix studio run api-types");
    }

    private static async Task AssertMembersAsync(HttpClient client, JsonElement document, string path)
    {
        var schema = Resolve(document, Schema(document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses"))!.Value);
        var answer = await client.GetFromJsonAsync<JsonElement>(path.Replace("{id}", "platform-service-levels", StringComparison.Ordinal));
        if (answer.ValueKind == JsonValueKind.Array) (schema, answer) = (Resolve(document, schema.GetProperty("items")), answer[0]);
        Assert.Equal(
            (path, string.Join(',', answer.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal))),
            (path, string.Join(',', schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal))));
    }

    private static IEnumerable<(string Name, JsonElement Responses)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        where path.Name.StartsWith("/api/v1/", StringComparison.Ordinal) || path.Name.StartsWith("/api/v6/", StringComparison.Ordinal)
        from operation in path.Value.EnumerateObject()
        where _methods.Contains(operation.Name)
        select ($"{operation.Name} {path.Name}", operation.Value.GetProperty("responses"));

    /// <summary>The schema of the good answer; <c>null</c> when none is given or it says nothing.</summary>
    private static JsonElement? Schema(JsonElement responses)
    {
        foreach (var response in responses.EnumerateObject().Where(response => response.Name[0] == '2'))
        {
            if (!response.Value.TryGetProperty("content", out var content)) continue;
            foreach (var type in content.EnumerateObject())
                if (type.Value.TryGetProperty("schema", out var schema) && schema.EnumerateObject().Any()) return schema;
        }

        return null;
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference)) return schema;
        foreach (var name in reference.GetString()!.Split('/').Skip(1)) document = document.GetProperty(name);
        return document;
    }
}
