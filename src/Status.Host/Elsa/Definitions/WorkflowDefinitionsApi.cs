using Status.Host.Identity;
using Status.Host.Triggers.Admission;

namespace Status.Host.Elsa.Definitions;

/// <summary>Every route of definitions that Elsa Studio knows, and what each asks of its caller.</summary>
internal static class WorkflowDefinitionsApi
{
    private const string Read = "read:workflow-definitions";
    private const string Write = "write:workflow-definitions";
    private const string Publish = "publish:workflow-definitions";
    private const string Retract = "retract:workflow-definitions";
    private const string Delete = "delete:workflow-definitions";
    private const string Execute = "exec:workflow-definitions";

    /// <summary>Registers what the routes need.</summary>
    public static IServiceCollection AddWorkflowDefinitions(this IServiceCollection services)
    {
        services.AddSingleton<DefinitionAnswers>();
        services.AddSingleton<DefinitionCommands>();
        services.AddSingleton<DefinitionRuns>();
        services.AddSingleton<ConsumerSearch>();
        return services;
    }

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapWorkflowDefinitions(this IEndpointRouteBuilder elsa)
    {
        var api = elsa.MapGroup("").WithTags("Elsa Studio").AddEndpointFilter<ElsaRequestFilter>();
        MapReads(api);
        MapChanges(api);
        MapBulk(api);
        MapTransfer(api);
        MapRuns(api);
    }

    private static void MapReads(RouteGroupBuilder api)
    {
        api.MapGet("/workflow-definitions", DefinitionLists.ListAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/query/count", DefinitionLists.CountAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/many-by-id", DefinitionLists.ManyByIdAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/validation/is-name-unique", DefinitionLists.IsNameUniqueAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/by-definition-id/{definitionId}", DefinitionReads.ByDefinitionIdAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/by-id/{id}", DefinitionReads.ByIdAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/{definitionId}", DefinitionReads.ByDefinitionIdAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/{definitionId}/versions", DefinitionLists.VersionsAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/{definitionId}/consumers", DefinitionConsumers.ListAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/subgraph/{id}", DefinitionGraphs.SubgraphAsync).RequirePermission(Read);
        api.MapGet("/workflow-definitions/subgraph/segments/{id}", DefinitionGraphs.SegmentsAsync).RequirePermission(Read);
    }

    private static void MapChanges(RouteGroupBuilder api)
    {
        api.MapPost("/workflow-definitions", DefinitionChanges.SaveAsync).RequirePermission(Write);
        api.MapPost("/workflow-definitions/{definitionId}/publish", DefinitionChanges.PublishAsync).RequirePermission(Publish);
        api.MapPost("/workflow-definitions/{definitionId}/retract", DefinitionChanges.RetractAsync).RequirePermission(Retract);
        api.MapPost("/workflow-definitions/{definitionId}/revert/{version:int}", DefinitionChanges.RevertAsync).RequirePermission(Write);
        api.MapPost("/workflow-definitions/{definitionId}/update-references", DefinitionConsumers.UpdateReferencesAsync).RequirePermission(Write);
        api.MapDelete("/workflow-definitions/{definitionId}", DefinitionDeletes.DefinitionAsync).RequirePermission(Delete);
        api.MapDelete("/workflow-definitions/{definitionId}/version/{version:int}", DefinitionDeletes.NumberAsync).RequirePermission(Delete);
        api.MapDelete("/workflow-definition-versions/{id}", DefinitionDeletes.VersionAsync).RequirePermission(Delete);
    }

    private static void MapBulk(RouteGroupBuilder api)
    {
        api.MapPost("/bulk-actions/publish/workflow-definitions/by-definition-ids", DefinitionBulk.PublishAsync).RequirePermission(Publish);
        api.MapPost("/bulk-actions/retract/workflow-definitions/by-definition-ids", DefinitionBulk.RetractAsync).RequirePermission(Retract);
        api.MapPost("/bulk-actions/delete/workflow-definitions/by-definition-id", DefinitionBulk.DeleteByDefinitionIdAsync).RequirePermission(Delete);
        api.MapPost("/bulk-actions/delete/workflow-definitions/by-id", DefinitionBulk.DeleteByIdAsync).RequirePermission(Delete);
    }

    private static void MapTransfer(RouteGroupBuilder api)
    {
        api.MapGet("/workflow-definitions/{definitionId}/export", DefinitionExports.OneAsync).RequirePermission(Read);
        // The links name POST; the designer uses GET.
        api.MapPost("/workflow-definitions/{definitionId}/export", DefinitionExports.OneAsync).RequirePermission(Read);
        api.MapPost("/bulk-actions/export/workflow-definitions", DefinitionExports.ManyAsync).RequirePermission(Read);
        api.MapPost("/workflow-definitions/import", DefinitionImports.ImportAsync).RequirePermission(Write);
        api.MapPut("/workflow-definitions/{definitionId}/import", DefinitionImports.ImportIntoAsync).RequirePermission(Write);
        api.MapPost("/workflow-definitions/import-files", DefinitionImports.FilesAsync).DisableAntiforgery().RequirePermission(Write);
    }

    private static void MapRuns(RouteGroupBuilder api)
    {
        api.MapPost("/workflow-definitions/{definitionId}/execute", (string definitionId, HttpContext context, DefinitionRuns runs) => runs.ExecuteAsync(definitionId, context)).RequirePermission(Execute).AddEndpointFilter<RouteHandlerBuilder, PauseFilter>();
        api.MapGet("/workflow-definitions/{definitionId}/execute", (string definitionId, HttpContext context, DefinitionRuns runs) => runs.ExecuteAsync(definitionId, context)).RequirePermission(Execute).AddEndpointFilter<RouteHandlerBuilder, PauseFilter>();
        api.MapPost("/workflow-definitions/{definitionId}/dispatch", (string definitionId, HttpContext context, DefinitionRuns runs) => runs.DispatchAsync(definitionId, context)).RequirePermission(Execute).AddEndpointFilter<RouteHandlerBuilder, BacklogFilter>();
        api.MapPost("/workflow-definitions/{definitionId}/bulk-dispatch", (string definitionId, HttpContext context, DefinitionRuns runs) => runs.DispatchManyAsync(definitionId, context)).RequirePermission(Execute).AddEndpointFilter<RouteHandlerBuilder, BacklogFilter>();
        api.MapPost("/events/{eventName}/trigger", EventsApi.TriggerAsync).RequirePermission("trigger:event").AddEndpointFilter<RouteHandlerBuilder, BacklogFilter>();
    }
}
