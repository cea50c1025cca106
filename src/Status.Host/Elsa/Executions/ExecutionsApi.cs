using System.Globalization;
using Status.Host.Identity;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Executions;

/// <summary>Executions of activities.</summary>
internal static class ExecutionsApi
{
    private const string Read = "read:workflow-instances";
    private const int MostRuns = 16;

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapExecutions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/activity-executions/list", ListAsync).RequirePermission(Read);
        api.MapGet("/activity-executions/count", CountAsync).RequirePermission(Read);
        api.MapGet("/activity-executions/by-id", (HttpRequest request, ExecutionHistory history, ActivityRegistry registry, CancellationToken cancellationToken) =>
            GetAsync(request.Query["id"].ToString(), history, registry, cancellationToken)).RequirePermission(Read);
        api.MapGet("/activity-executions/{id}", GetAsync).RequirePermission(Read);
        api.MapGet("/activity-executions/{id}/call-stack", GetCallStackAsync).RequirePermission(Read);
        api.MapPost("/activity-executions/report", ReportAsync).RequirePermission(Read);
        api.MapGet("/activity-execution-summaries/list", ListSummariesAsync).RequirePermission(Read);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, ExecutionHistory history, ActivityRegistry registry, CancellationToken cancellationToken)
    {
        var (refusal, instance, all, found) = await FindAsync(request, history, cancellationToken);
        return refusal ?? ElsaJson.Answer(new { items = found.Select(e => ExecutionAnswer.Of(instance, e, registry)), count = found.Count });
    }

    private static async Task<IResult> ListSummariesAsync(HttpRequest request, ExecutionHistory history, CancellationToken cancellationToken)
    {
        var (refusal, instance, _, found) = await FindAsync(request, history, cancellationToken);
        return refusal ?? ElsaJson.Answer(new { items = found.Select(e => ExecutionSummaryAnswer.Of(instance, e)), count = found.Count });
    }

    private static async Task<IResult> CountAsync(HttpRequest request, ExecutionHistory history, CancellationToken cancellationToken)
    {
        var (refusal, _, _, found) = await FindAsync(request, history, cancellationToken);
        return refusal ?? ElsaJson.Answer(new { count = found.Count });
    }

    private static async Task<(IResult? Refusal, string Instance, IReadOnlyList<ActivityExecution> All, IReadOnlyList<ActivityExecution> Found)> FindAsync(
        HttpRequest request, ExecutionHistory history, CancellationToken cancellationToken)
    {
        var instance = request.Query["workflowInstanceId"].ToString();
        var nodes = request.Query["activityNodeId"].OfType<string>().Concat(request.Query["activityNodeIds"].OfType<string>()).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
        var completed = request.Query["completed"].ToString();
        var errors = new ElsaErrors();
        // Neither an id nor anything that is stored holds one.
        if (instance.Contains('\0', StringComparison.Ordinal)) errors.Add("workflowInstanceId", "The id of a run holds no NUL.");
        if (instance.Length == 0) errors.Add("workflowInstanceId", "Say which run: the parameter workflowInstanceId is missing.");
        if (completed.Length > 0 && !bool.TryParse(completed, out _)) errors.Add("completed", $"'{completed}' is neither true nor false.");
        if (errors.Any) return (errors.Answer(), instance, [], []);
        var all = await history.ListAsync(new InstanceId(instance), cancellationToken);
        var found = all.Where(e => nodes.Count == 0 || nodes.Contains(e.NodeId));
        if (completed.Length > 0) found = found.Where(e => (e.Status == "Completed") == bool.Parse(completed));
        return (null, instance, all, [.. found]);
    }

    private static async Task<IResult> GetAsync(string id, ExecutionHistory history, ActivityRegistry registry, CancellationToken cancellationToken)
    {
        var (instance, all, found) = await FindAsync(id, history, cancellationToken);
        return found is null ? Results.NotFound() : ElsaJson.Answer(ExecutionAnswer.Of(instance, found, registry));
    }

    private static async Task<IResult> GetCallStackAsync(string id, HttpRequest request, ExecutionHistory history, RunInspector inspector, ActivityRegistry registry, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var skip = Number(request, "skip", errors) ?? 0;
        var take = Number(request, "take", errors) ?? 100;
        if (errors.Any) return errors.Answer();
        var across = string.Equals(request.Query["includeCrossWorkflowChain"].ToString(), "true", StringComparison.OrdinalIgnoreCase);
        var stack = await CallStackAsync(id, across, history, inspector, cancellationToken);
        if (stack.Count == 0) return Results.NotFound();
        return ElsaJson.Answer(new
        {
            activityExecutionId = id,
            items = stack.Skip(skip).Take(take).Select((entry, i) => ExecutionAnswer.Of(entry.Instance, entry.Execution, registry) with { SchedulingWorkflowInstanceId = entry.StartedBy, CallStackDepth = skip + i }),
            totalCount = stack.Count,
        });
    }

    /// <summary>The execution below those that scheduled it, the outermost first; across runs also those of the runs that started its run.</summary>
    private static async Task<List<(string Instance, ActivityExecution Execution, string? StartedBy)>> CallStackAsync(
        string id, bool across, ExecutionHistory history, RunInspector inspector, CancellationToken cancellationToken)
    {
        var stack = new List<(string, ActivityExecution, string?)>();
        var (instance, all, found) = await FindAsync(id, history, cancellationToken);
        for (var runs = 0; found is not null; runs++)
        {
            var parent = across && runs < MostRuns ? (await inspector.GetAsync(new InstanceId(instance), cancellationToken))?.Run.ParentInstanceId : null;
            for (var next = found; next is not null; next = all.FirstOrDefault(e => e.Id == next.ParentId)) stack.Add((instance, next, next.ParentId is null ? parent : null));
            if (parent is null) break;
            var child = instance;
            (instance, all) = (parent, await history.ListAsync(new InstanceId(parent), cancellationToken));
            found = all.FirstOrDefault(e => e.Payload?["ChildInstanceId"] as string == child) ?? (all.Count > 0 ? all[0] : null);
        }

        stack.Reverse();
        return stack;
    }

    private static async Task<IResult> ReportAsync(HttpRequest request, ExecutionHistory history, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(request, errors, cancellationToken);
        var instance = ElsaBody.Text(body, "workflowInstanceId", errors);
        var nodes = ElsaBody.Texts(body, "activityNodeIds", errors);
        if (instance is null && !errors.Any) errors.Add("workflowInstanceId", "Say which run: workflowInstanceId is missing.");
        if (errors.Any) return errors.Answer();
        var all = await history.ListAsync(new InstanceId(instance!), cancellationToken);
        var wanted = nodes?.ToHashSet(StringComparer.Ordinal);
        return ElsaJson.Answer(new { stats = ExecutionStatsAnswer.Of(all.Where(e => wanted?.Contains(e.NodeId) ?? true)) });
    }

    private static async Task<(string Instance, IReadOnlyList<ActivityExecution> All, ActivityExecution? Found)> FindAsync(
        string id, ExecutionHistory history, CancellationToken cancellationToken)
    {
        if (id.Contains('\0', StringComparison.Ordinal)) return ("", [], null);
        foreach (var instance in ExecutionHistory.RunsOf(id))
        {
            var all = await history.ListAsync(instance, cancellationToken);
            if (all.FirstOrDefault(e => e.Id == id) is { } found) return (instance.Value, all, found);
        }

        return ("", [], null);
    }

    private static int? Number(HttpRequest request, string name, ElsaErrors errors)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        errors.Add(name, $"'{text}' is not a whole number from 0.");
        return null;
    }
}
