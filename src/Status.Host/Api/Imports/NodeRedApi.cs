using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Api.Workflows;
using Status.Host.Elsa.Definitions;
using Status.Host.Identity;
using Status.Workflows.Definitions;
using Status.Workflows.Import.NodeRed;

namespace Status.Host.Api.Imports;

/// <summary>Imports of flows from Node-RED, at <c>/api/v1/imports/node-red</c>.</summary>
internal static class NodeRedApi
{
    private const int MostBytes = 8 << 20;

    /// <summary>Maps the route; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapImports(this IEndpointRouteBuilder api) =>
        api.MapPost("/imports/node-red", ImportAsync).RequirePermission("write:workflow-definitions").Accepts<JsonElement>("application/json")
            .WithTags("Workflows").WithName("ImportNodeRed").WithSummary("Import flows from Node-RED")
            .WithDescription("The body is a flow file as Node-RED exports it. With ?dryRun=true nothing is saved and the definitions are in the answer; otherwise each tab becomes a draft.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<NodeRedAnswer>, ProblemHttpResult>> ImportAsync(
        bool? dryRun, HttpContext context, NodeRedImporter importer, IDefinitionStore store, DefinitionCommands commands)
    {
        var import = importer.Convert(await ReadAsync(context));
        if (import.Problem is { } problem) return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        var flows = new List<NodeRedFlowAnswer>();
        foreach (var flow in import.Flows)
        {
            var exists = await store.GetAsync(flow.DefinitionId, DefinitionVersion.Latest, context.RequestAborted) is not null;
            int? version = null;
            if (dryRun != true)
            {
                // What is published stays in service: the import becomes a draft above it.
                var change = await commands.SaveAsync(
                    new SaveDefinition { Model = JsonSerializer.SerializeToElement(flow.Definition), DefinitionId = flow.DefinitionId, Actor = DefinitionRights.ActorOf(context.User), Overwrite = true }, context);
                if (WorkflowProblems.Of(change, flow.DefinitionId) is { } refused) return refused;
                version = change.Stored!.Version;
            }

            flows.Add(new NodeRedFlowAnswer(flow.DefinitionId, flow.Name, flow.Converted, flow.NotConverted, exists, version, dryRun == true ? flow.Definition : null));
        }

        return TypedResults.Ok(new NodeRedAnswer(dryRun == true, flows, [.. import.Notes.Select(NodeRedNoteAnswer.Of)]));
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MostBytes) throw TooLarge();
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MostBytes) throw TooLarge();
            buffer.Write(chunk, 0, read);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)).TrimStart('\uFEFF');
    }

    private static BadHttpRequestException TooLarge() => new($"The file has more than {MostBytes / 1024 / 1024} MB.", StatusCodes.Status413PayloadTooLarge);
}
