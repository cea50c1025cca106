using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>Runs: lists, one with its state, its variables.</summary>
internal static class InstancesApi
{
    private const string Read = "read:workflow-instances";

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workflow-instances", PostListAsync).RequirePermission(Read);
        api.MapGet("/workflow-instances", GetListAsync).RequirePermission(Read);
        api.MapGet("/workflow-instances/{id}", GetAsync).RequirePermission(Read);
        api.MapGet("/workflow-instances/{id}/execution-state", GetStateAsync).RequirePermission(Read);
        api.MapGet("/workflow-instances/{id}/variables", GetVariablesAsync).RequirePermission(Read);
    }

    private static async Task<IResult> PostListAsync(HttpRequest request, IRunCatalog catalog, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(request, errors, cancellationToken);
        if (errors.Any) return errors.Answer();
        return await ListAsync(InstanceQuery.Read(body, errors), errors, catalog, cancellationToken);
    }

    private static Task<IResult> GetListAsync(HttpRequest request, IRunCatalog catalog, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        return ListAsync(InstanceQuery.Read(request.Query, errors), errors, catalog, cancellationToken);
    }

    private static async Task<IResult> ListAsync((InstanceQuery Query, RunFilter Filter) asked, ElsaErrors errors, IRunCatalog catalog, CancellationToken cancellationToken)
    {
        var isSystem = asked.Query.IsSystem;
        if (errors.Any) return errors.Answer();
        var (items, total) = await catalog.ListAsync(asked.Filter with { IsSystem = isSystem, WithPending = true }, cancellationToken);
        return ElsaJson.Answer(new { items = items.Select(InstanceSummaryAnswer.Of), totalCount = total });
    }

    private static async Task<IResult> GetAsync(string id, RunInspector inspector, CancellationToken cancellationToken) =>
        await inspector.GetAsync(new InstanceId(id), cancellationToken) is { } run ? ElsaJson.Answer(InstanceAnswer.Of(run)) : Results.NotFound();

    private static async Task<IResult> GetStateAsync(string id, IRunStore runs, CancellationToken cancellationToken) =>
        await runs.LoadAsync(new InstanceId(id), cancellationToken) is { } run
            ? ElsaJson.Answer(new { status = run.Status, subStatus = run.SubStatus, updatedAt = run.UpdatedAt })
            : Results.NotFound();

    private static async Task<IResult> GetVariablesAsync(string id, RunInspector inspector, CancellationToken cancellationToken) =>
        await inspector.GetAsync(new InstanceId(id), cancellationToken) is { } run
            ? ElsaJson.Answer(new { items = run.Variables, count = run.Variables.Count })
            : Results.NotFound();
}
