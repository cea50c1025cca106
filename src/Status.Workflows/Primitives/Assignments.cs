using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.Primitives;

/// <summary>Elsa's <c>SetVariable</c>.</summary>
[Activity("Elsa", "Primitives", "Gives a variable a value.")]
internal sealed class SetVariable : CodeActivity, IPreparedActivity
{
    private VariableSlot? _slot;
    private string _name = "";

    [Input(Description = "The variable.", UIHint = InputUIHints.VariablePicker, IsRequired = true)]
    public JsonElement Variable { get; set; }

    [Input(Description = "The value; converted to the variable's type.", UIHint = InputUIHints.SingleLine)]
    public Input<object>? Value { get; set; }

    /// <inheritdoc/>
    public void Prepare(PlanNode node)
    {
        var (id, name) = Reference();
        _name = name ?? id ?? "";
        _slot = node.Scope.Find(id, name);
    }

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (Variable.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && _slot is null && _name is not ("CurrentValue" or "CurrentIndex"))
            context.Error(nameof(Variable), $"There is no variable '{_name}' in scope.");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var value = context.Get(Value);
        if (_slot is not null) ((NodeExecution)context).SetVariable(_slot, value);
        else if (!((NodeExecution)context).TrySetVariable(_name, value)) throw new InvalidOperationException($"There is no variable '{_name}' in scope.");
        return context.CompleteActivityAsync();
    }

    private (string? Id, string? Name) Reference()
    {
        if (Variable.ValueKind == JsonValueKind.String) return (Variable.GetString(), Variable.GetString());
        if (Variable.ValueKind != JsonValueKind.Object) return (null, null);
        return (
            Variable.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null,
            Variable.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null);
    }
}
