using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>Unfolds stored runs. Nothing is executed: what an activity type needs to be restored is not needed to look at it.</summary>
/// <param name="store">Keeps runs.</param>
/// <param name="plans">Compiled definitions, for node ids and names.</param>
/// <param name="inbox">Knows the runs that nobody has begun yet; <c>null</c> when there are none.</param>
public sealed class RunInspector(IRunStore store, IPlanSource plans, IInbox? inbox = null)
{
    /// <summary>A run as last committed; <c>null</c> when there is none.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<RunSnapshot?> GetAsync(InstanceId id, CancellationToken cancellationToken = default) =>
        await store.LoadAsync(id, cancellationToken) is { } record ? await ReadAsync(record, cancellationToken) : await GetPendingAsync(id, cancellationToken);

    /// <summary>Unfolds a row.</summary>
    /// <param name="record">The row.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<RunSnapshot> ReadAsync(InstanceRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        // The version of a run may be gone; what the row itself holds is shown all the same.
        var plan = await plans.GetVersionAsync(record.DefinitionVersionId, cancellationToken);
        if (record.State.Length == 0) return Empty(record);
        using var document = JsonDocument.Parse(record.State, new JsonDocumentOptions { MaxDepth = 256 });
        var json = document.RootElement;
        var executions = Executions(json, record, plan);
        return new RunSnapshot
        {
            Run = record,
            Input = Data(json, "input") ?? [],
            Output = Data(json, "output") ?? [],
            Variables = Variables(json, plan?.Definition.Variables),
            Executions = executions,
            Bookmarks = Bookmarks(json, record, executions),
            Incidents = json.TryGetProperty("incidents", out var incidents) ? [.. incidents.EnumerateArray().Select(RunStateReader.ReadIncident)] : [],
            Changes = RunStateReader.ReadChanges(json),
            JournalSequence = json.TryGetProperty("journal", out var sequence) ? sequence.GetInt64() : 0,
        };
    }

    /// <summary>A run that is accepted and that nobody has begun yet, as it will be when it begins.</summary>
    private async ValueTask<RunSnapshot?> GetPendingAsync(InstanceId id, CancellationToken cancellationToken)
    {
        if (inbox is null || await inbox.FindStartAsync(id, cancellationToken) is not var (start, at)) return null;
        var plan = start.DefinitionVersionId is { } version ? await plans.GetVersionAsync(version, cancellationToken)
            : start.DefinitionId is { } definition ? await plans.GetPublishedAsync(definition, cancellationToken) : null;
        if (plan is null) return null;
        var record = new InstanceRecord
        {
            Id = id,
            DefinitionId = plan.Definition.DefinitionId,
            DefinitionVersionId = plan.Definition.Id,
            Version = plan.Definition.Version,
            Status = InstanceStatus.Running,
            SubStatus = InstanceSubStatus.Pending,
            CorrelationId = start.CorrelationId,
            ParentInstanceId = start.ParentInstanceId,
            IsSystem = plan.Definition.IsSystem,
            CreatedAt = at,
            UpdatedAt = at,
            StateVersion = Execution.Run.StateVersion,
            State = default,
        };
        return Empty(record) with { Input = start.TriggerActivityId is null ? start.Payload : [] };
    }

    private static RunSnapshot Empty(InstanceRecord record) => new() { Run = record, Input = [], Output = [], Variables = [], Executions = [], Bookmarks = [], Incidents = [] };

    private static List<LiveExecution> Executions(JsonElement json, InstanceRecord record, WorkflowPlan? plan)
    {
        var executions = new List<LiveExecution>();
        if (!json.TryGetProperty("live", out var live)) return executions;
        foreach (var item in live.EnumerateArray())
        {
            var activityId = item.GetProperty("a").GetString()!;
            var definition = plan?.FindById(activityId)?.Definition;
            executions.Add(new LiveExecution
            {
                Id = ExecutionId(record, item.GetProperty("n").GetInt32()),
                ParentId = item.TryGetProperty("parent", out var parent) ? ExecutionId(record, parent.GetInt32()) : null,
                ActivityId = definition?.Id ?? activityId,
                NodeId = definition?.NodeId ?? activityId,
                ActivityType = definition?.Type ?? "Elsa.NotFoundActivity",
                ActivityTypeVersion = definition?.Version ?? 1,
                ActivityName = definition?.Name,
                Status = item.GetProperty("status").GetString()!,
                StartedAt = item.TryGetProperty("at", out var at) ? at.GetDateTimeOffset() : null,
                Properties = Data(item, "properties"),
                OnCompleted = item.TryGetProperty("then", out var then) ? then.GetString() : null,
                Variables = Variables(item, definition?.Variables),
            });
        }

        return executions;
    }

    private static List<OpenWait> Bookmarks(JsonElement json, InstanceRecord record, List<LiveExecution> executions)
    {
        var bookmarks = new List<OpenWait>();
        if (!json.TryGetProperty("bookmarks", out var stored)) return bookmarks;
        foreach (var item in stored.EnumerateArray())
        {
            var execution = executions.Find(e => e.Id == ExecutionId(record, item.GetProperty("n").GetInt32()))!;
            var bookmark = new Bookmark
            {
                Id = item.GetProperty("id").GetString()!,
                InstanceId = record.Id,
                Name = item.GetProperty("name").GetString()!,
                Hash = item.GetProperty("hash").GetString()!,
                Payload = Data(item, "payload") ?? [],
                ActivityNodeId = execution.NodeId,
                ActivityInstanceId = execution.Id,
                CorrelationId = item.TryGetProperty("correlationId", out var correlation) ? correlation.GetString() : null,
                CreatedAt = item.GetProperty("at").GetDateTimeOffset(),
            };
            bookmarks.Add(new OpenWait(bookmark, execution.ActivityId, item.TryGetProperty("then", out var then) ? then.GetString() : null, !item.TryGetProperty("stays", out _)));
        }

        return bookmarks;
    }

    private static List<VariableValue> Variables(JsonElement json, IReadOnlyList<VariableDefinition>? definitions)
    {
        var values = new List<VariableValue>();
        if (!json.TryGetProperty("variables", out var stored)) return values;
        foreach (var member in stored.EnumerateObject())
        {
            var name = definitions?.FirstOrDefault(d => d.Id == member.Name)?.Name ?? member.Name;
            values.Add(new VariableValue(member.Name, name, StateValue.Read(member.Value)));
        }

        return values;
    }

    private static string ExecutionId(InstanceRecord record, int sequence) => $"{record.Id.Value}-{sequence}";

    private static DataObject? Data(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? StateValue.ReadDataObject(value) : null;
}
