using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Status.Workflows.Execution;

/// <summary>Writes a run as compact JSON, read back by <see cref="RunStateReader"/>. Layout version: <see cref="Run.StateVersion"/>.</summary>
internal static class RunStateWriter
{
    private static readonly JsonWriterOptions _options = new() { SkipValidation = true, MaxDepth = 256, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Run run, IEnumerable<NodeExecution> queue)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, _options)) Write(writer, run, queue);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, Run run, IEnumerable<NodeExecution> queue)
    {
        writer.WriteStartObject();
        writer.WriteNumber("executions", run.ExecutionCount);
        writer.WriteNumber("bookmarksMade", run.BookmarkCount);
        if (run.Journal is { } journal) writer.WriteNumber("journal", journal.NextSequence);
        if (run.Trigger is { } trigger) writer.WriteString("trigger", trigger.Id);
        // Of a run that ended well nothing can go on: what only its next activity would need stays out, which is most of a short run's row.
        var goesOn = run.SubStatus != InstanceSubStatus.Finished;
        if (goesOn) WriteMember(writer, "triggerInput", run.Trigger is null ? null : run.TriggerInput);
        WriteMember(writer, "input", run.Input.Count == 0 ? null : run.Input);
        WriteMember(writer, "output", run.OutputOrNull);
        if (goesOn) WriteMember(writer, "last", run.LastResult);
        if (goesOn && run.Trace is not null) writer.WriteString("trace", run.Trace);
        if (run.Answer is not null || run.WasAnswered) writer.WriteBoolean("answered", true);
        if (run.ReplyTo is { } parent) writer.WriteString("replyTo", parent.ToString());
        WriteVariables(writer, "variables", run.Plan.Variables, run.Variables);
        WriteNodes(writer, run, goesOn);
        WriteExecutions(writer, run);
        WriteQueue(writer, queue);
        WriteBookmarks(writer, "bookmarks", run.Bookmarks);
        if (run.Dormant.Count > 0) WriteBookmarks(writer, "dormant", run.Dormant);
        KeptItems.Write(writer, run.Kept);
        WriteIncidents(writer, run.Incidents.Items);
        WriteChanges(writer, run.Changes);
        SagaState.Write(writer, run.Saga);
        writer.WriteEndObject();
    }

    private static void WriteNodes(Utf8JsonWriter writer, Run run, bool goesOn)
    {
        writer.WriteStartObject("visits");
        for (var i = 0; goesOn && i < run.Visits.Length; i++)
        {
            if (run.Visits[i] > 0) writer.WriteNumber(run.Plan.Nodes[i].Key, run.Visits[i]);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("outputs");
        foreach (var node in goesOn ? run.Plan.Nodes : [])
        {
            if (run.OutputsOf(node) is { } outputs) WriteMember(writer, node.Key, outputs);
        }

        writer.WriteEndObject();
    }

    private static void WriteExecutions(Utf8JsonWriter writer, Run run)
    {
        writer.WriteStartArray("live");
        foreach (var execution in run.Live().Reverse())
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", execution.Sequence);
            if (execution.Parent is { } parent) writer.WriteNumber("parent", parent.Sequence);
            writer.WriteString("a", execution.Node.Key);
            writer.WriteString("status", execution.Status.ToString());
            writer.WriteNumber("visit", execution.Visit);
            if (execution.StartedWorkflow) writer.WriteBoolean("started", true);
            if (execution.IsScopeOnly) writer.WriteBoolean("scope", true);
            if (execution.IsBreaking) writer.WriteBoolean("breaking", true);
            if (execution.OnCompleted is { } callback) writer.WriteString("then", callback.Method.Name);
            WriteVariables(writer, "variables", execution.Node.Variables, execution.Variables);
            if (execution.ContainerState is { } state && execution.Node.Container is { } container)
            {
                writer.WritePropertyName("state");
                container.WriteState(writer, state);
            }

            WriteExtras(writer, execution.ExtrasOrNull);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteExtras(Utf8JsonWriter writer, ExecutionExtras? extras)
    {
        if (extras is null) return;
        WriteMember(writer, "stimulus", extras.StimulusInput);
        WriteMember(writer, "data", extras.JournalData);
        WriteMember(writer, "dynamic", extras.Dynamic);
        WriteMember(writer, "properties", extras.Properties);
        if (extras.Turn is { } turn)
        {
            writer.WriteNumber("turn", turn.Index);
            WriteMember(writer, "item", turn.Current);
        }

        if (extras.Restarts > 0) writer.WriteNumber("restarts", extras.Restarts);
        if (extras.StartedAt != default) writer.WriteString("at", extras.StartedAt);
    }

    private static void WriteQueue(Utf8JsonWriter writer, IEnumerable<NodeExecution> queue)
    {
        writer.WriteStartArray("queue");
        foreach (var execution in queue)
        {
            if (execution.Status == ExecutionStatus.Pending) writer.WriteNumberValue(execution.Sequence);
        }

        writer.WriteEndArray();
    }

    private static void WriteBookmarks(Utf8JsonWriter writer, string name, IReadOnlyList<OpenBookmark> bookmarks)
    {
        writer.WriteStartArray(name);
        foreach (var open in bookmarks)
        {
            var bookmark = open.Bookmark;
            writer.WriteStartObject();
            writer.WriteString("id", bookmark.Id);
            writer.WriteString("name", bookmark.Name);
            writer.WriteString("hash", bookmark.Hash);
            WriteMember(writer, "payload", bookmark.Payload);
            writer.WriteNumber("n", open.Execution.Sequence);
            if (open.CallbackName is not null) writer.WriteString("then", open.CallbackName);
            if (!open.AutoBurn) writer.WriteBoolean("stays", true);
            if (open.IsTaken) writer.WriteBoolean("taken", true);
            if (open.Due is { } due) writer.WriteString("due", due);
            if (bookmark.CorrelationId is not null) writer.WriteString("correlationId", bookmark.CorrelationId);
            writer.WriteString("at", bookmark.CreatedAt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIncidents(Utf8JsonWriter writer, IReadOnlyList<Incident> incidents)
    {
        if (incidents.Count == 0) return;
        writer.WriteStartArray("incidents");
        foreach (var incident in incidents)
        {
            writer.WriteStartObject();
            writer.WriteString("activityId", incident.ActivityId);
            writer.WriteString("nodeId", incident.ActivityNodeId);
            writer.WriteString("type", incident.ActivityType);
            writer.WriteString("message", incident.Message);
            writer.WriteString("exception", incident.ExceptionType);
            writer.WriteString("at", incident.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteChanges(Utf8JsonWriter writer, IReadOnlyList<string> changes)
    {
        if (changes.Count == 0) return;
        writer.WriteStartArray("changes");
        foreach (var id in changes) writer.WriteStringValue(id);
        writer.WriteEndArray();
    }

    private static void WriteVariables(Utf8JsonWriter writer, string name, VariableSlot[] slots, object?[]? values)
    {
        if (slots.Length == 0 || values is null) return;
        writer.WriteStartObject(name);
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].IsTransient) continue;
            writer.WritePropertyName(slots[i].Definition.Id);
            StateValue.Write(writer, values[i]);
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, object? value)
    {
        if (value is null) return;
        writer.WritePropertyName(name);
        StateValue.Write(writer, value);
    }
}
