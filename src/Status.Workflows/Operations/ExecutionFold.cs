using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Folds the lines of a journal to executions.</summary>
internal sealed class ExecutionFold
{
    private readonly RunSnapshot _run;
    private readonly Dictionary<string, ActivityExecution> _byId = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public ExecutionFold(RunSnapshot run)
    {
        _run = run;
        var record = run.Run;
        Put(new ActivityExecution
        {
            Id = record.Id.Value,
            ActivityId = ExecutionHistory.WorkflowNodeId,
            NodeId = ExecutionHistory.WorkflowNodeId,
            ActivityType = "Elsa.Workflow",
            ActivityTypeVersion = 1,
            StartedAt = record.CreatedAt,
            CompletedAt = record.FinishedAt,
            Status = record.SubStatus switch
            {
                InstanceSubStatus.Pending => "Pending",
                InstanceSubStatus.Finished => "Completed",
                InstanceSubStatus.Cancelled => "Canceled",
                InstanceSubStatus.Faulted => "Faulted",
                _ => "Running",
            },
            Outputs = run.Output.Count > 0 ? run.Output : null,
        });
    }

    /// <summary>Takes a line in; lines come in their order.</summary>
    public void Add(JournalRecord line)
    {
        if (line.ActivityInstanceId == _run.Run.Id.Value) return;
        if (!_byId.TryGetValue(line.ActivityInstanceId, out var execution))
        {
            execution = new ActivityExecution
            {
                Id = line.ActivityInstanceId,
                ParentId = line.ParentActivityInstanceId,
                ActivityId = line.ActivityId,
                NodeId = line.NodeId,
                ActivityType = line.ActivityType,
                ActivityTypeVersion = line.ActivityTypeVersion,
                ActivityName = line.ActivityName,
                StartedAt = line.Timestamp,
                Status = "Running",
            };
        }

        Put(Apply(execution, line));
    }

    /// <summary>The executions, completed by what the state of the run knows.</summary>
    public IReadOnlyList<ActivityExecution> Finish()
    {
        foreach (var live in _run.Executions) AddLive(live);
        foreach (var wait in _run.Bookmarks)
        {
            if (_byId.TryGetValue(wait.Bookmark.ActivityInstanceId, out var waiting)) Put(waiting with { HasBookmarks = true });
        }

        foreach (var id in _order.Where(id => _byId[id].Status == "Faulted" && _byId[id].Fault is not null)) CountFault(id);
        if (_run.Run.Status == InstanceStatus.Finished)
        {
            // What a fault left standing goes no further, though nothing of its own has ended it.
            foreach (var id in _order.Where(id => _byId[id].Status is "Running" or "Pending"))
                Put(_byId[id] with { Status = _byId[id].AggregateFaultCount > 0 ? "Faulted" : "Canceled", CompletedAt = _run.Run.FinishedAt });
        }

        return [.. _order.Select(id => _byId[id] with { Depth = DepthOf(_byId[id]), ParentActivityId = _byId[id].ParentId is { } parent ? _byId.GetValueOrDefault(parent)?.ActivityId : null })];
    }

    private ActivityExecution Apply(ActivityExecution execution, JournalRecord line)
    {
        if (line.ActivityState is not null) execution = execution with { ActivityState = line.ActivityState };
        return line.EventName switch
        {
            "Completed" => execution with { Status = "Completed", CompletedAt = line.Timestamp, Outputs = line.Outputs, Payload = line.Payload ?? execution.Payload },
            "Canceled" => execution with { Status = "Canceled", CompletedAt = line.Timestamp },
            "Faulted" => execution with { Status = "Faulted", Payload = line.Payload ?? execution.Payload, Fault = FaultOf(line) },
            "Suspended" => execution with { Payload = line.Payload ?? execution.Payload },
            _ => execution,
        };
    }

    // The incident that the line tells of: it was noted just before.
    private ExecutionFault FaultOf(JournalRecord line) => new(
        _run.Incidents.Where(i => i.ActivityNodeId == line.NodeId && i.Message == line.Message && i.At <= line.Timestamp).MaxBy(i => i.At)?.ExceptionType,
        line.Message ?? "");

    private void AddLive(LiveExecution live)
    {
        if (_byId.TryGetValue(live.Id, out var known))
        {
            Put(known with { Properties = live.Properties });
            return;
        }

        // Scheduled but not begun, or of a run without a journal.
        Put(new ActivityExecution
        {
            Id = live.Id,
            ParentId = live.ParentId ?? _run.Run.Id.Value,
            ActivityId = live.ActivityId,
            NodeId = live.NodeId,
            ActivityType = live.ActivityType,
            ActivityTypeVersion = live.ActivityTypeVersion,
            ActivityName = live.ActivityName,
            StartedAt = live.StartedAt ?? _run.Run.UpdatedAt,
            Status = live.Status,
            Properties = live.Properties,
        });
    }

    private void CountFault(string id)
    {
        for (var next = id; next is not null && _byId.TryGetValue(next, out var execution); next = execution.ParentId)
            Put(execution with { AggregateFaultCount = execution.AggregateFaultCount + 1 });
    }

    private int DepthOf(ActivityExecution execution)
    {
        var depth = 0;
        for (var parent = execution.ParentId; parent is not null && _byId.TryGetValue(parent, out var above); parent = above.ParentId) depth++;
        return depth;
    }

    private void Put(ActivityExecution execution)
    {
        if (_byId.TryAdd(execution.Id, execution)) _order.Add(execution.Id);
        else _byId[execution.Id] = execution;
    }
}
