using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.ControlFlow;

/// <summary>Elsa's <c>For</c>.</summary>
[Activity("Elsa", "Looping", "Runs its body once for each number between a start and an end.")]
internal sealed class For : Container
{
    private PlanNode? _body;

    [Input(Description = "The first number; 0 when empty.", UIHint = InputUIHints.SingleLine)]
    public Input<int> Start { get; set; } = new(0);

    [Input(Description = "The last number; 0 when empty.", UIHint = InputUIHints.SingleLine)]
    public Input<int> End { get; set; } = new(0);

    [Input(Description = "What is added for each turn; negative to count down, 1 when empty.", UIHint = InputUIHints.SingleLine)]
    public Input<int> Step { get; set; } = new(1);

    [Input(Description = "Whether the end itself has a turn.", DefaultValue = true)]
    public Input<bool> OuterBoundInclusive { get; set; } = new(true);

    [Port]
    public Activity? Body { get; set; }

    [Output(Description = "The number of this turn.")]
    public Output<object>? CurrentValue { get; set; }

    /// <inheritdoc/>
    public override BreakReaction OnBreak => BreakReaction.End;

    /// <inheritdoc/>
    public override void Prepare(PlanNode node) => _body = Array.Find(node.Children, c => ReferenceEquals(c.Activity, Body));

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) => Turn(self, (Count)self.ContainerState!);

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, object state) => ((Count)state).Write(writer);

    /// <inheritdoc/>
    public override object? ReadState(PlanNode node, JsonElement json) => Count.Read(json);

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (context.TryGetLiteral(Step, out var step) && step == 0) context.Error(nameof(Step), "A step of 0 never reaches the end.");
        if (Body is null) context.Warn(nameof(Body), "The loop has no body: it ends at once.");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (_body is null) return context.CompleteActivityAsync();
        var self = (NodeExecution)context;
        var step = Step.Get(context);
        if (step == 0) throw new InvalidOperationException("A step of 0 never reaches the end.");
        // Counted in 64 bits: the number after the last turn may lie outside the 32 of the inputs.
        var count = new Count((long)Start.Get(context) - step, End.Get(context), step, OuterBoundInclusive.Get(context));
        self.ContainerState = count;
        return Turn(self, count);
    }

    private ValueTask Turn(NodeExecution self, Count count)
    {
        if (self.IsBreaking || !count.MoveNext()) return self.CompleteActivityAsync();
        self.Set(CurrentValue, count.Current);
        self.Run.Schedule(_body!, self);
        return default;
    }

    /// <summary>Where the loop stands.</summary>
    private sealed class Count(long number, long end, int step, bool inclusive) : LoopScope
    {
        private long _number = number;

        public bool MoveNext()
        {
            _number += step;
            Index++;
            Current = (double)_number;
            return step > 0 ? inclusive ? _number <= end : _number < end : inclusive ? _number >= end : _number > end;
        }

        public void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", Index);
            writer.WriteNumber("number", _number);
            writer.WriteNumber("end", end);
            writer.WriteNumber("step", step);
            writer.WriteBoolean("inclusive", inclusive);
            writer.WritePropertyName("current");
            StateValue.Write(writer, Current);
            writer.WriteEndObject();
        }

        public static Count Read(JsonElement json) =>
            new(json.GetProperty("number").GetInt64(), json.GetProperty("end").GetInt64(), json.GetProperty("step").GetInt32(), json.GetProperty("inclusive").GetBoolean())
            {
                Index = json.GetProperty("index").GetInt32(),
                Current = StateValue.Read(json.GetProperty("current")),
            };
    }
}
