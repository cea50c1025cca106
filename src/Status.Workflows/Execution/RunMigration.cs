using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Expressions;

namespace Status.Workflows.Execution;

/// <summary>Moves the stored state of a run from one version of its definition to another, or says why it cannot be moved.</summary>
internal sealed class RunMigration
{
    private static readonly JsonWriterOptions _options = new() { SkipValidation = true, MaxDepth = 256, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly InstanceRecord _record;
    private readonly WorkflowPlan _from;
    private readonly WorkflowPlan _to;
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    private RunMigration(InstanceRecord record, WorkflowPlan from, WorkflowPlan to) => (_record, _from, _to) = (record, from, to);

    /// <summary>Why the run cannot be moved; empty when it can.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What is carried over and what is not.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The row as it stands in the new version; <c>null</c> when it cannot be moved.</summary>
    public InstanceRecord? Migrated { get; private set; }

    public static RunMigration Of(InstanceRecord record, WorkflowPlan from, WorkflowPlan to)
    {
        var migration = new RunMigration(record, from, to);
        migration.Run();
        return migration;
    }

    private void Run()
    {
        if (_record.Status == InstanceStatus.Finished && _record.SubStatus != InstanceSubStatus.Faulted)
        {
            _problems.Add($"The run has ended ({_record.SubStatus}); there is nothing left that another version could do.");
            return;
        }

        if (_from.Definition.Id == _to.Definition.Id)
        {
            _problems.Add($"The run stands in version {_to.Definition.Version} already.");
            return;
        }

        var state = JsonNode.Parse(_record.State.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!.AsObject();
        MoveVariables(state, "the workflow", _from.Variables, _to.Variables);
        Keep(state, "visits");
        Keep(state, "outputs");
        if ((string?)state["trigger"] is { } trigger && _to.FindById(trigger) is null) state.Remove("trigger");
        if (state.ContainsKey("saga") && state["saga"]!["steps"]!.AsArray().Any(step => _to.FindById((string)step!["a"]!) is null))
            _problems.Add("A completed step that would have to be undone is not in the new version.");
        foreach (var execution in state["live"]!.AsArray()) MoveExecution(execution!.AsObject());
        if (_problems.Count > 0) return;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, _options)) state.WriteTo(writer);
        var definition = _to.Definition;
        Migrated = _record with { DefinitionVersionId = definition.Id, DefinitionId = definition.DefinitionId, Version = definition.Version, IsSystem = definition.IsSystem, State = buffer.WrittenSpan.ToArray() };
    }

    private void MoveExecution(JsonObject execution)
    {
        var id = (string)execution["a"]!;
        var (before, after) = (_from.FindById(id), _to.FindById(id));
        if (before is null || after is null)
        {
            _problems.Add($"The run stands at the activity '{id}' ({before?.Definition.Type}), which the new version does not have.");
            return;
        }

        if (before.Definition.Type != after.Definition.Type) _problems.Add($"The activity '{id}' is a {after.Definition.Type} in the new version, and a {before.Definition.Type} where the run stands.");
        else if (before.Parent?.Id != after.Parent?.Id) _problems.Add($"The activity '{id}' stands in '{after.Parent?.Id}' in the new version, and in '{before.Parent?.Id}' where the run stands.");
        if (_problems.Count > 0) return;
        _notes.Add($"'{id}' ({after.Definition.Type}) goes on: {execution["status"]}.");
        MoveVariables(execution, $"'{id}'", before.Variables, after.Variables);
        if (execution["state"] is not { } state) return;
        if (after.Container?.MigrateState(before, after, JsonSerializer.SerializeToElement(state), _problems) is { } moved) execution["state"] = JsonNode.Parse(moved.GetRawText());
    }

    private void Keep(JsonObject state, string member)
    {
        if (state[member] is not JsonObject byNode) return;
        foreach (var id in byNode.Select(m => m.Key).Where(id => _to.FindById(id) is null).ToList())
        {
            byNode.Remove(id);
            if (member == "outputs") _notes.Add($"The outputs of '{id}', which the new version does not have, are forgotten.");
        }
    }

    private void MoveVariables(JsonObject holder, string name, VariableSlot[] before, VariableSlot[] after)
    {
        if (holder["variables"] is not JsonObject values)
        {
            values = [];
            if (after.Length > 0) holder["variables"] = values;
        }

        foreach (var gone in before.Where(b => !Array.Exists(after, a => a.Definition.Id == b.Definition.Id)))
        {
            values.Remove(gone.Definition.Id);
            _notes.Add($"The variable '{gone.Definition.Name}' of {name} is forgotten: the new version does not have it.");
        }

        foreach (var slot in after)
        {
            if (values[slot.Definition.Id] is not { } value) _notes.Add($"The variable '{slot.Definition.Name}' of {name} begins with its default.");
            else if (!Takes(slot, value)) _problems.Add($"The variable '{slot.Definition.Name}' of {name} is of type {slot.Definition.TypeName} in the new version and cannot take the value it has.");
        }
    }

    private static bool Takes(VariableSlot slot, JsonNode value)
    {
        try
        {
            slot.Coerce(StateValue.Read(JsonSerializer.SerializeToElement(value)));
            return true;
        }
        catch (ValueConversionException)
        {
            return false;
        }
    }
}
