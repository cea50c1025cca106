using System.Net;
using System.Text;
using System.Text.Json;

namespace Status.Activities.Tests.Grafana;

/// <summary>
/// A Grafana made of its API description: refuses every request that the description does not allow, and answers with what a test says for an operation.
/// </summary>
internal sealed class OpenApiStub(JsonElement document) : HttpMessageHandler
{
    private readonly Dictionary<string, (HttpStatusCode Status, string Body)> _answers = new(StringComparer.Ordinal);

    /// <summary>Operation ids that were called, with the bodies.</summary>
    public List<(string OperationId, string Body)> Calls { get; } = [];

    /// <summary>What was wrong with requests.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Answers an operation.</summary>
    public void Answer(string operationId, HttpStatusCode status, string body) => _answers[operationId] = (status, body);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var path = request.RequestUri!.AbsolutePath["/api".Length..];
        if (!document.GetProperty("paths").TryGetProperty(path, out var item)
            || !item.TryGetProperty(request.Method.Method.ToLowerInvariant(), out var operation))
        {
            Problems.Add($"{request.Method} {path} is not described");
            return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("{}") };
        }

        if (request.Headers.Authorization?.Scheme != "Bearer") Problems.Add("no bearer token");
        CheckQuery(operation, request.RequestUri.Query);
        CheckBody(operation, request, body);
        var id = operation.GetProperty("operationId").GetString()!;
        Calls.Add((id, body));
        var (status, answer) = _answers[id];
        if (!operation.GetProperty("responses").TryGetProperty(((int)status).ToString(), out _)) Problems.Add($"{id} does not describe {(int)status}");
        return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
    }

    private void CheckQuery(JsonElement operation, string query)
    {
        var described = operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").ToDictionary(p => p.GetProperty("name").GetString()!)
            : [];
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (pair, "");
            if (!described.TryGetValue(name, out var parameter)) Problems.Add($"query parameter {name} is not described");
            else if (Resolve(parameter.GetProperty("schema")).GetProperty("type").GetString() == "integer" && !long.TryParse(value, out _)) Problems.Add($"{name} is no integer");
        }
    }

    private void CheckBody(JsonElement operation, HttpRequestMessage request, string body)
    {
        if (!operation.TryGetProperty("requestBody", out var described))
        {
            if (body.Length > 0) Problems.Add("a body that is not described");
            return;
        }

        if (request.Content?.Headers.ContentType?.MediaType != "application/json") Problems.Add("the body is not called JSON");
        using var json = JsonDocument.Parse(body);
        Check(json.RootElement, described.GetProperty("content").GetProperty("application/json").GetProperty("schema"), "$");
    }

    private void Check(JsonElement value, JsonElement schema, string path)
    {
        schema = Resolve(schema);
        if (!schema.TryGetProperty("type", out var type)) return;
        var fits = type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => false,
        };
        if (!fits) Problems.Add($"{path} is {value.ValueKind}, not {type}");
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items)) CheckItems(value, items, path);
        else if (value.ValueKind == JsonValueKind.Object) CheckMembers(value, schema, path);
    }

    private void CheckItems(JsonElement value, JsonElement items, string path)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray()) Check(item, items, $"{path}[{index++}]");
    }

    private void CheckMembers(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("required", out var required))
            Problems.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}.{name} is missing"));
        if (!schema.TryGetProperty("properties", out var properties)) return;
        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var described)) Check(member.Value, described, $"{path}.{member.Name}");
            else Problems.Add($"{path}.{member.Name} is not described");
        }
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        return schema;
    }
}
