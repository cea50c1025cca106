using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>If</c>.</summary>
[Activity("Elsa", "Branching", "Runs one of two activities by a condition.")]
internal sealed class If : CodeActivity<bool>
{
    [Input(Description = "The condition.", UIHint = InputUIHints.SingleLine, DefaultValue = false)]
    public Input<bool> Condition { get; set; } = new(false);

    [Port]
    public Activity? Then { get; set; }

    [Port]
    public Activity? Else { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var condition = Condition.Get(context);
        context.Set(Result, condition);
        var branch = condition ? Then : Else;
        return branch is null ? context.CompleteActivityAsync() : context.ScheduleActivityAsync(branch);
    }
}

/// <summary>Elsa's <c>ForEach</c>.</summary>
[Activity("Elsa", "Looping", "Runs its body once for each item, one after the other.", DisplayName = "For Each")]
internal sealed class ForEach : Container
{
    private PlanNode? _body;

    [Input(Description = "The items.", UIHint = InputUIHints.SingleLine)]
    public Input<object>? Items { get; set; }

    [Port]
    public Activity? Body { get; set; }

    [Output(Description = "The item of this turn.")]
    public Output<object>? CurrentValue { get; set; }

    /// <inheritdoc/>
    public override void Prepare(PlanNode node) => _body = Array.Find(node.Children, c => ReferenceEquals(c.Activity, Body));

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) => Turn(self, (LoopScope)self.ContainerState!);

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, object state)
    {
        var scope = (LoopScope)state;
        writer.WriteStartObject();
        writer.WriteNumber("index", scope.Index);
        writer.WritePropertyName("items");
        StateValue.Write(writer, scope.Items);
        writer.WritePropertyName("current");
        StateValue.Write(writer, scope.Current);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override object? ReadState(PlanNode node, JsonElement json) => new LoopScope((DataArray)StateValue.Read(json.GetProperty("items"))!)
    {
        Index = json.GetProperty("index").GetInt32(),
        Current = StateValue.Read(json.GetProperty("current")),
    };

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = ValueConverter.To<DataArray>(context.Get(Items));
        if (_body is null || items is null || items.Count == 0) return context.CompleteActivityAsync();
        var self = (NodeExecution)context;
        var scope = new LoopScope(items);
        self.ContainerState = scope;
        return Turn(self, scope);
    }

    private ValueTask Turn(NodeExecution self, LoopScope scope)
    {
        if (++scope.Index >= scope.Items.Count) return self.CompleteActivityAsync();
        scope.Current = scope.Items[scope.Index];
        self.Set(CurrentValue, scope.Current);
        self.Run.Schedule(_body!, self);
        return default;
    }
}
