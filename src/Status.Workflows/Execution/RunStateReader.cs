using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>Makes a run from its stored row.</summary>
internal static class RunStateReader
{
    public static Run Read(InstanceRecord record, WorkflowPlan plan, RunEnvironment environment, CancellationToken cancellationToken)
    {
        if (record.StateVersion > Run.StateVersion)
            throw new InvalidOperationException($"The run {record.Id} was stored by a newer version of the product (state {record.StateVersion}; this one reads up to {Run.StateVersion}).");
        var run = new Run(plan, record.Id.Value, environment, cancellationToken)
        {
            CorrelationId = record.CorrelationId,
            Name = record.Name,
            ParentInstanceId = record.ParentInstanceId,
            Cause = record.Cause,
            Depth = record.Depth,
            CreatedAt = record.CreatedAt,
            Revision = record.Revision,
            FinishedAt = record.FinishedAt,
        };
        using var document = JsonDocument.Parse(record.State, new JsonDocumentOptions { MaxDepth = 256 });
        Read(run, document.RootElement);
        run.Restore(record.SubStatus);
        return run;
    }

    private static void Read(Run run, JsonElement json)
    {
        run.ExecutionCount = json.GetProperty("executions").GetInt32();
        run.BookmarkCount = json.GetProperty("bookmarksMade").GetInt32();
        if (run.Journal is { } journal && json.TryGetProperty("journal", out var sequence)) journal.NextSequence = sequence.GetInt64();
        if (json.TryGetProperty("trigger", out var trigger)) run.Trigger = Node(run, trigger.GetString()!);
        run.TriggerInput = Data(json, "triggerInput");
        run.Input = Data(json, "input") ?? [];
        run.OutputOrNull = Data(json, "output");
        run.LastResult = json.TryGetProperty("last", out var last) ? StateValue.Read(last) : null;
        run.Trace = json.TryGetProperty("trace", out var trace) ? trace.GetString() : null;
        run.Counted = run.ExecutionCount;
        run.WasAnswered = json.TryGetProperty("answered", out _);
        run.ReplyTo = ParentReply.Parse(json.TryGetProperty("replyTo", out var parent) ? parent.GetString() : null);
        ReadVariables(json, run.Plan.Variables, run.Variables);
        foreach (var visit in json.GetProperty("visits").EnumerateObject()) run.Visits[Node(run, visit.Name).Index] = visit.Value.GetInt32();
        foreach (var outputs in json.GetProperty("outputs").EnumerateObject()) run.RestoreOutputs(Node(run, outputs.Name), StateValue.ReadDataObject(outputs.Value)!);
        var executions = ReadExecutions(run, json.GetProperty("live"));
        foreach (var number in json.GetProperty("queue").EnumerateArray()) run.RestoreQueued(executions[number.GetInt32()]);
        foreach (var bookmark in json.GetProperty("bookmarks").EnumerateArray()) run.AddBookmark(ReadBookmark(run, bookmark, executions));
        if (json.TryGetProperty("dormant", out var dormant))
        {
            foreach (var bookmark in dormant.EnumerateArray()) run.RestoreDormant(ReadBookmark(run, bookmark, executions));
        }

        foreach (var kept in KeptItems.Read(json, run.InstanceId)) run.RestoreKept(kept);

        foreach (var change in ReadChanges(json)) run.Remember(change);
        run.Saga = SagaState.Read(json, id => Node(run, id));
        foreach (var turn in executions.Values)
        {
            // Whoever asked for a step to be undone counts it among its children.
            if (turn.ContainerState is CompensationTurn { Requester: { } requester } && executions.TryGetValue(requester, out var asked)) asked.OpenChildren++;
        }

        if (!json.TryGetProperty("incidents", out var incidents)) return;
        foreach (var incident in incidents.EnumerateArray()) run.Incidents.Add(ReadIncident(incident));
    }

    /// <summary>The faults in a stored state, without making a run of it.</summary>
    public static Incident ReadIncident(JsonElement json) => new(
        json.GetProperty("activityId").GetString()!,
        json.GetProperty("nodeId").GetString()!,
        json.GetProperty("type").GetString()!,
        json.GetProperty("message").GetString()!,
        json.GetProperty("exception").GetString()!,
        json.GetProperty("at").GetDateTimeOffset());

    /// <summary>The changes from outside that a stored state remembers.</summary>
    public static IReadOnlyList<string> ReadChanges(JsonElement json) =>
        json.TryGetProperty("changes", out var changes) ? [.. changes.EnumerateArray().Select(c => c.GetString()!)] : [];

    private static Dictionary<int, NodeExecution> ReadExecutions(Run run, JsonElement live)
    {
        var executions = new Dictionary<int, NodeExecution>();
        foreach (var json in live.EnumerateArray())
        {
            var parent = json.TryGetProperty("parent", out var number) ? executions[number.GetInt32()] : null;
            var execution = new NodeExecution(run, Node(run, json.GetProperty("a").GetString()!), parent, json.GetProperty("n").GetInt32())
            {
                Status = Enum.Parse<ExecutionStatus>(json.GetProperty("status").GetString()!),
                Visit = json.GetProperty("visit").GetInt32(),
                StartedWorkflow = json.TryGetProperty("started", out _),
                IsScopeOnly = json.TryGetProperty("scope", out _),
                IsBreaking = json.TryGetProperty("breaking", out _),
            };
            if (json.TryGetProperty("then", out var then)) execution.OnCompleted = OpenBookmark.Resolve(parent!.Activity, then.GetString()!);
            if (execution.Node.Variables.Length > 0 && execution.Status != ExecutionStatus.Pending)
            {
                execution.Variables = Run.MakeVariables(execution.Node.Variables);
                ReadVariables(json, execution.Node.Variables, execution.Variables);
            }

            if (json.TryGetProperty("state", out var state)) execution.ContainerState = execution.Node.Container?.ReadState(execution.Node, state);
            ReadExtras(execution, json);
            run.AddLive(execution);
            executions.Add(execution.Sequence, execution);
        }

        return executions;
    }

    private static void ReadExtras(NodeExecution execution, JsonElement json)
    {
        if (Data(json, "stimulus") is { } stimulus) execution.Extras.StimulusInput = stimulus;
        if (Data(json, "data") is { } data) execution.Extras.JournalData = data;
        if (Data(json, "dynamic") is { } dynamic) execution.Extras.Dynamic = dynamic;
        if (Data(json, "properties") is { } properties) execution.Extras.Properties = properties;
        if (json.TryGetProperty("turn", out var turn))
            execution.Extras.Turn = new LoopScope { Index = turn.GetInt32(), Current = json.TryGetProperty("item", out var item) ? StateValue.Read(item) : null };
        if (json.TryGetProperty("restarts", out var restarts)) execution.Extras.Restarts = restarts.GetInt32();
        if (json.TryGetProperty("at", out var at)) execution.Extras.StartedAt = at.GetDateTimeOffset();
    }

    private static OpenBookmark ReadBookmark(Run run, JsonElement json, Dictionary<int, NodeExecution> executions)
    {
        var isTaken = json.TryGetProperty("taken", out _);
        var execution = executions[json.GetProperty("n").GetInt32()];
        return new OpenBookmark
        {
            Bookmark = new Bookmark
            {
                Id = json.GetProperty("id").GetString()!,
                InstanceId = new InstanceId(run.InstanceId),
                Name = json.GetProperty("name").GetString()!,
                Hash = json.GetProperty("hash").GetString()!,
                Payload = Data(json, "payload") ?? [],
                ActivityNodeId = execution.Node.NodeId,
                ActivityInstanceId = execution.Id,
                CorrelationId = json.TryGetProperty("correlationId", out var correlation) ? correlation.GetString() : null,
                CreatedAt = json.GetProperty("at").GetDateTimeOffset(),
            },
            Execution = execution,
            CallbackName = json.TryGetProperty("then", out var then) ? then.GetString() : null,
            AutoBurn = !json.TryGetProperty("stays", out _),
            Due = json.TryGetProperty("due", out var due) ? due.GetDateTimeOffset() : null,
            IsStored = !isTaken,
            IsTaken = isTaken,
        };
    }

    private static void ReadVariables(JsonElement json, VariableSlot[] slots, object?[] values)
    {
        if (!json.TryGetProperty("variables", out var stored)) return;
        for (var i = 0; i < slots.Length; i++)
        {
            if (stored.TryGetProperty(slots[i].Definition.Id, out var value)) values[i] = StateValue.Read(value);
        }
    }

    private static PlanNode Node(Run run, string id) =>
        run.Plan.FindById(id) ?? throw new InvalidOperationException($"The run {run.InstanceId} stands at an activity '{id}' that version {run.Plan.Definition.Id} does not have.");

    private static DataObject? Data(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? StateValue.ReadDataObject(value) : null;
}
