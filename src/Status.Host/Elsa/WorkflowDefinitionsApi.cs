using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Identity;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa;

/// <summary>The definition routes that Elsa Studio reads. Casing, paging and link shape are Elsa's; only links that work are offered.</summary>
internal static class WorkflowDefinitionsApi
{
    private const int MaxPageSize = 1000;

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapWorkflowDefinitions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions", ListAsync).RequirePermission("read:workflow-definitions");
        api.MapGet("/workflow-definitions/by-definition-id/{definitionId}", GetByDefinitionIdAsync).RequirePermission("read:workflow-definitions");
        api.MapGet("/workflow-definitions/by-id/{id}", GetByIdAsync).RequirePermission("read:workflow-definitions");
    }

    private static async Task<Ok<JsonObject>> ListAsync(HttpRequest request, IDefinitionStore definitions, CancellationToken cancellationToken)
    {
        // Elsa's clients write parameter names in either case and repeat the key for lists; the query collection ignores case.
        var query = request.Query;
        var page = int.TryParse(query["page"], out var p) ? Math.Max(0, p) : 0;
        var pageSize = int.TryParse(query["pageSize"], out var s) ? Math.Clamp(s, 1, MaxPageSize) : MaxPageSize;
        var (items, total) = await definitions.ListAsync(
            new DefinitionFilter
            {
                LatestOnly = Is(query["versionOptions"], "Latest") || Is(query["versionOptions"], ""),
                PublishedOnly = Is(query["versionOptions"], "Published"),
                DefinitionIds = query["definitionIds"] is { Count: > 0 } ids ? [.. ids!] : null,
                Search = query["searchTerm"],
                Skip = page * pageSize,
                Take = pageSize,
            },
            cancellationToken);
        return TypedResults.Ok(new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(Summary)]),
            ["totalCount"] = total,
            ["links"] = new JsonArray(Link("/workflow-definitions", "self", "GET")),
        });
    }

    private static async Task<Results<Ok<JsonObject>, NotFound>> GetByDefinitionIdAsync(
        string definitionId, string? versionOptions, IDefinitionStore definitions, CancellationToken cancellationToken)
    {
        var version = Is(versionOptions, "Published") ? DefinitionVersion.Published : DefinitionVersion.Latest;
        return await definitions.GetAsync(definitionId, version, cancellationToken) is { } stored ? TypedResults.Ok(Full(stored)) : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<JsonObject>, NotFound>> GetByIdAsync(string id, IDefinitionStore definitions, CancellationToken cancellationToken) =>
        await definitions.GetVersionAsync(id, cancellationToken) is { } stored ? TypedResults.Ok(Full(stored)) : TypedResults.NotFound();

    private static JsonObject Full(StoredDefinition stored)
    {
        var json = JsonNode.Parse(stored.Json)!.AsObject();
        json["id"] = stored.Id;
        json["definitionId"] = stored.DefinitionId;
        json["version"] = stored.Version;
        json["isLatest"] = stored.IsLatest;
        json["isPublished"] = stored.IsPublished;
        json["createdAt"] = stored.CreatedAt;
        json["links"] = Links(stored.DefinitionId);
        return json;
    }

    private static JsonObject Summary(StoredDefinition stored)
    {
        var json = JsonNode.Parse(stored.Json)!.AsObject();
        var summary = new JsonObject
        {
            ["id"] = stored.Id,
            ["definitionId"] = stored.DefinitionId,
            ["name"] = stored.Name,
            ["version"] = stored.Version,
            ["isLatest"] = stored.IsLatest,
            ["isPublished"] = stored.IsPublished,
            ["materializerName"] = "Json",
            ["isMaterializerAvailable"] = true,
            ["createdAt"] = stored.CreatedAt,
            ["isReadonly"] = json["isReadonly"]?.DeepClone() ?? false,
            ["links"] = Links(stored.DefinitionId),
        };
        foreach (var name in (ReadOnlySpan<string>)["description", "toolVersion"])
            if (json[name] is { } value) summary[name] = value.DeepClone();
        return summary;
    }

    private static JsonArray Links(string definitionId) =>
        new(Link($"/workflow-definitions/by-definition-id/{definitionId}", "self", "GET"));

    private static JsonObject Link(string href, string rel, string method) => new() { ["href"] = href, ["rel"] = rel, ["method"] = method };

    private static bool Is(string? text, string value) => string.Equals(text ?? "", value, StringComparison.OrdinalIgnoreCase);
}
