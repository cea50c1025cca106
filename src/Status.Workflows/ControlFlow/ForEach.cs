using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.ControlFlow;

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
    public override BreakReaction OnBreak => BreakReaction.End;

    /// <inheritdoc/>
    public override void Prepare(PlanNode node) => _body = Array.Find(node.Children, c => ReferenceEquals(c.Activity, Body));

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) => Turn(self, (ItemLoop)self.ContainerState!);

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, object state)
    {
        var loop = (ItemLoop)state;
        writer.WriteStartObject();
        writer.WriteNumber("index", loop.Index);
        writer.WritePropertyName("items");
        StateValue.Write(writer, loop.Items);
        writer.WritePropertyName("current");
        StateValue.Write(writer, loop.Current);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override object? ReadState(PlanNode node, JsonElement json) => new ItemLoop((DataArray)StateValue.Read(json.GetProperty("items"))!)
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
        var loop = new ItemLoop(items);
        self.ContainerState = loop;
        return Turn(self, loop);
    }

    private ValueTask Turn(NodeExecution self, ItemLoop loop)
    {
        if (self.IsBreaking || ++loop.Index >= loop.Items.Count) return self.CompleteActivityAsync();
        loop.Current = loop.Items[loop.Index];
        self.Set(CurrentValue, loop.Current);
        self.Run.Schedule(_body!, self);
        return default;
    }

    private sealed class ItemLoop(DataArray items) : LoopScope
    {
        public DataArray Items => items;
    }
}
