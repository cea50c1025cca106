using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// Collects the journal of a burst, already written: records of Elsa's shape one after the other, in pages that are small enough to be read alone and to stay out of the garbage collector's
/// heap for large objects.
/// </summary>
#pragma warning disable CA1001 // A writer on a buffer holds nothing that would have to be released.
internal sealed class JournalBuilder(Run run)
#pragma warning restore CA1001
{
    private static readonly JsonWriterOptions _options = new() { SkipValidation = true, MaxDepth = 128, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<JournalPage> _full = [];
    private readonly ArrayBufferWriter<byte> _open = new(512);
    private Utf8JsonWriter? _writer;
    private int _openCount;

    /// <summary>Sequence number of the next record; committed state.</summary>
    public long NextSequence { get; set; }

    public void Started(NodeExecution execution)
    {
        execution.Extras.StartedAt = run.TimeProvider.GetUtcNow();
        Add(execution, "Started");
    }

    /// <exception cref="BurstAbandonedException">A value of the execution cannot be stored.</exception>
    public void Add(NodeExecution execution, string eventName, string? message = null)
    {
        try
        {
            Write(execution, eventName, message);
        }
        catch (JsonException e)
        {
            // Half a line is written: the journal of this burst is of no use any more, and neither is the state, which holds the value too.
            throw run.CannotBeStored(execution.Node, e);
        }
    }

    private void Write(NodeExecution execution, string eventName, string? message)
    {
        var writer = Begin();
        var node = execution.Node;
        writer.WriteString("activityInstanceId", execution.Id);
        if (execution.Parent is { } parent) writer.WriteString("parentActivityInstanceId", parent.Id);
        writer.WriteString("activityId", node.Id);
        writer.WriteString("activityType", node.Definition.Type);
        writer.WriteNumber("activityTypeVersion", node.Definition.Version);
        if (node.Definition.Name is not null) writer.WriteString("activityName", node.Definition.Name);
        writer.WriteString("nodeId", node.NodeId);
        writer.WriteNumber("visit", execution.Visit);
        writer.WriteString("eventName", eventName);
        if (message is not null) writer.WriteString("message", message);
        if (eventName is "Completed" or "Faulted" or "Suspended") WriteDetails(writer, execution, eventName);
        End(writer);
    }

    public void AddForRun(string eventName, DataObject? payload = null)
    {
        var writer = Begin();
        writer.WriteString("activityInstanceId", run.InstanceId);
        writer.WriteString("activityId", "Workflow1");
        writer.WriteString("activityType", "Elsa.Workflow");
        writer.WriteNumber("activityTypeVersion", 1);
        writer.WriteString("nodeId", "Workflow1");
        writer.WriteString("eventName", eventName);
        if (payload is not null)
        {
            writer.WritePropertyName("payload");
            JournalValue.Write(writer, payload);
        }

        End(writer);
    }

    /// <summary>What has been collected since the last commit.</summary>
    public IReadOnlyList<JournalPage> MakePages() => _openCount == 0 ? [.. _full] : [.. _full, CopyOpen()];

    /// <summary>Takes committed pages out.</summary>
    public void Forget(IReadOnlyList<JournalPage> pages)
    {
        if (pages is not [.., var last]) return;
        var next = last.FirstSequence + last.Count;
        _full.RemoveAll(page => page.FirstSequence + page.Count <= next);
        // The last page was still open when it was copied; what has been written behind it since then stays.
        if (_full is [var full, ..])
        {
            if (full.FirstSequence < next) _full[0] = full.After(last);
        }
        else if (NextSequence - _openCount < next)
        {
            var rest = CopyOpen().After(last);
            _open.ResetWrittenCount();
            _open.Write(rest.Records.Span[..^1]);
            _openCount = rest.Count;
        }
    }

    private JournalPage CopyOpen()
    {
        var records = new byte[_open.WrittenCount + 1];
        _open.WrittenSpan.CopyTo(records);
        records[^1] = (byte)']';
        return new JournalPage(NextSequence - _openCount, _openCount, records);
    }

    private static void WriteDetails(Utf8JsonWriter writer, NodeExecution execution, string eventName)
    {
        writer.WriteString("startedAt", execution.ExtrasOrNull?.StartedAt ?? default);
        var rules = execution.Node.LogRules;
        var inputs = execution.Node.JournalInputs;
        if (inputs.Length > 0)
        {
            writer.WriteStartObject("activityState");
            foreach (var (name, input) in inputs)
            {
                if (rules is null || rules.KeepsInput(name, execution)) InputPreview.Write(writer, name, input, execution);
            }

            writer.WriteEndObject();
        }

        if (execution.Run.OutputsOf(execution.Node) is { Count: > 0 } outputs && eventName == "Completed")
        {
            writer.WritePropertyName("outputs");
            JournalValue.Write(writer, rules is null ? outputs : new DataObject(outputs.Where(o => rules.KeepsOutput(o.Key, execution))));
        }

        writer.WriteStartObject("payload");
        if (execution.Outcome is not null)
        {
            writer.WritePropertyName("Outcomes");
            DataJson.Write(writer, execution.Outcome is string one ? new DataArray { one } : new DataArray((string[])execution.Outcome));
        }

        var data = rules is null || rules.KeepsInternalState(execution) ? execution.ExtrasOrNull?.JournalData : null;
        foreach (var (key, value) in data ?? [])
        {
            writer.WritePropertyName(key);
            JournalValue.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private Utf8JsonWriter Begin()
    {
        if (_openCount == JournalPage.MaxRecords || _open.WrittenCount >= JournalPage.MaxBytes)
        {
            _full.Add(CopyOpen());
            _open.ResetWrittenCount();
            _openCount = 0;
        }

        _open.Write(_openCount == 0 ? "["u8 : ","u8);
        if (_writer is null) _writer = new Utf8JsonWriter(_open, _options);
        else _writer.Reset(_open);
        _writer.WriteStartObject();
        _writer.WriteNumber("sequence", NextSequence++);
        _writer.WriteString("timestamp", run.TimeProvider.GetUtcNow());
        _openCount++;
        return _writer;
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
    }
}

/// <summary>Inputs as the journal shows them: literals and values that were evaluated.</summary>
internal static class InputPreview
{
    private const int MaxText = 4096;

    public static void Write(Utf8JsonWriter writer, string name, Authoring.Input input, NodeExecution execution)
    {
        object? value;
        if (input.MemoIndex >= 0)
        {
            value = execution.ExtrasOrNull?.Memo?[input.MemoIndex];
            if (ReferenceEquals(value, ExecutionExtras.NotEvaluated)) return;
        }
        else
        {
            value = input.Preview;
        }

        if (value is null) return;
        value = Expressions.ValueConverter.Normalize(value);
        writer.WritePropertyName(name);
        if (value is string { Length: > MaxText } text) writer.WriteStringValue(text[..MaxText] + "…");
        else JournalValue.Write(writer, value);
    }
}
