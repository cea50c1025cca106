using System.Text.Json;
using Status.Workflows.Definitions;
using Status.Workflows.Model.Data;

namespace Status.Host.Elsa.Definitions;

/// <summary>What a request to run a workflow says.</summary>
/// <param name="Versions">Which version; the published one when the request does not say.</param>
/// <param name="CorrelationId">Correlation id; <c>null</c> when none.</param>
/// <param name="TriggerActivityId">The trigger to start at; <c>null</c> starts at the start node.</param>
/// <param name="Input">Inputs of the workflow.</param>
/// <param name="Name">Name of the run.</param>
/// <param name="InstanceId">Id of the run to come; <c>null</c> = a new one.</param>
internal sealed record RunRequest(VersionOptions Versions, string? CorrelationId, string? TriggerActivityId, DataObject Input, string? Name, string? InstanceId)
{
    private const int MaxBody = 1 << 20;

    /// <summary>Reads the query of a GET, the body of everything else.</summary>
    /// <exception cref="JsonException">A member has the wrong kind.</exception>
    public static async Task<RunRequest> ReadAsync(HttpRequest request)
    {
        return Of(HttpMethods.IsGet(request.Method) ? OfQuery(request.Query) : await RequestJson.ReadAsync(request, MaxBody));
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">A member has the wrong kind.</exception>
    public static RunRequest Of(JsonElement body)
    {
        var versions = body.GetText("versionOptions");
        if (!VersionOptions.TryParse(versions, out var options)) throw new JsonException($"'{versions}' chooses no version.");
        var input = body.Get("input");
        return new RunRequest(
            versions is null ? VersionOptions.Published : options,
            body.GetText("correlationId"),
            body.GetText("triggerActivityId"),
            input.ValueKind switch
            {
                JsonValueKind.Undefined or JsonValueKind.Null => [],
                JsonValueKind.Object => (DataObject)DataJson.From(input)!,
                _ => throw new JsonException("'input' must be an object."),
            },
            body.GetText("name"),
            body.GetText("workflowInstanceId") ?? body.GetText("instanceId"));
    }

    private static JsonElement OfQuery(IQueryCollection query)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)["versionOptions", "correlationId", "triggerActivityId", "name", "workflowInstanceId"])
            if (query[name].ToString() is { Length: > 0 } text) members[name] = text;
        if (query["input"].ToString() is { Length: > 0 } input) members["input"] = RequestJson.Parse(System.Text.Encoding.UTF8.GetBytes(input), DataJson.MaxDepth);
        return JsonSerializer.SerializeToElement(members);
    }
}
