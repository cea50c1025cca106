using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Json;

namespace Status.Workflows.ControlFlow;

/// <summary>
/// Elsa's <c>StateMachine</c>. Entering a state runs its entry, then waits for the triggers of all transitions that leave it. The first one that completes and whose condition
/// is true wins: the others are cancelled, its action runs, then the exit of the state that is left, then the next state is entered. A false condition arms the trigger again.
/// </summary>
[Activity("Elsa", "Flow", "Goes from state to state when triggers fire.", DisplayName = "State Machine")]
internal sealed class StateMachine : Container
{
    private const string CurrentStateProperty = "CurrentState";

    /// <summary>A trigger that completes at once and whose condition is false would be armed for ever.</summary>
    private const int MostRounds = 10_000;

    private PlanNode _node = null!;
    private StatePart[] _parts = [];
    private int _initial = -1;

    /// <summary>The states; bound by the plan.</summary>
    [Parts]
    public IReadOnlyList<MachineState> States { get; set; } = [];

    /// <summary>The transitions; bound by the plan.</summary>
    [Parts]
    public IReadOnlyList<MachineTransition> Transitions { get; set; } = [];

    /// <inheritdoc/>
    public override void Prepare(PlanNode node)
    {
        _node = node;
        _parts = [.. node.Definition.Children.Select(PartOf)];
        _initial = StateNamed(TextOf("CurrentState") ?? TextOf("InitialState"));
    }

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child)
    {
        var place = (MachinePlace)self.ContainerState!;
        var part = _parts[child.Node.Position];
        return (part.Role, place.Phase) switch
        {
            (StateRole.Entry, MachinePhase.Entering) => Arm(self, place),
            (StateRole.Trigger, MachinePhase.Waiting) when Leaves(part.Index, place.State) => Fire(self, place, part.Index, child),
            (StateRole.Action, MachinePhase.Acting) => Exit(self, place),
            (StateRole.Exit, MachinePhase.Exiting) => Move(self, place),
            _ => default,
        };
    }

    /// <inheritdoc/>
    public override ValueTask OnChildCanceledAsync(NodeExecution self, NodeExecution child)
    {
        if (_parts[child.Node.Position].Role != StateRole.Trigger) return OnChildCompletedAsync(self, child);
        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, object state) => ((MachinePlace)state).Write(writer);

    /// <inheritdoc/>
    public override object? ReadState(PlanNode node, JsonElement json) => MachinePlace.Read(json);

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (States.Count == 0) context.Warn("states", "The state machine has no states: it ends at once.");
        else if (_initial < 0) context.Warn("initialState", $"There is no state '{TextOf("InitialState")}' to begin with: the state machine ends at once.");
        for (var i = 0; i < States.Count; i++)
        {
            if (StateNamed(States[i].Name) != i) context.Error($"states[{i}]", $"Another state has the name '{States[i].Name}', or it has none.");
        }

        for (var i = 0; i < Transitions.Count; i++)
        {
            var transition = Transitions[i];
            if (StateNamed(transition.From) < 0) context.Error($"transitions[{i}]", $"There is no state '{transition.From}' to come from.");
            if (StateNamed(transition.To) < 0) context.Error($"transitions[{i}]", $"There is no state '{transition.To}' to go to.");
            if (transition.Trigger is null) context.Warn($"transitions[{i}]", $"The transition from '{transition.From}' to '{transition.To}' has no trigger and never happens.");
        }
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        var begun = BegunBy(self);
        if (begun < 0 && _initial < 0) return context.CompleteActivityAsync();
        var place = new MachinePlace();
        self.ContainerState = place;
        var first = begun < 0 ? _initial : StateNamed(Transitions[begun].From);
        if (begun < 0 || first == _initial) return Enter(self, place, first);
        // The run was started by a trigger of a later state: that is where it stands, nobody has entered it.
        Stand(self, place, first);
        return Arm(self, place);
    }

    private ValueTask Enter(NodeExecution self, MachinePlace place, int state)
    {
        Stand(self, place, state);
        place.Phase = MachinePhase.Entering;
        return Schedule(self, StateRole.Entry, state) ? default : Arm(self, place);
    }

    private void Stand(NodeExecution self, MachinePlace place, int state)
    {
        place.State = state;
        place.Transition = -1;
        self.SetProperty(CurrentStateProperty, States[state].Name);
    }

    private ValueTask Arm(NodeExecution self, MachinePlace place)
    {
        place.Phase = MachinePhase.Waiting;
        var armed = false;
        for (var i = 0; i < Transitions.Count; i++)
        {
            if (Leaves(i, place.State) && StateNamed(Transitions[i].To) >= 0) armed |= Schedule(self, StateRole.Trigger, i);
        }

        return armed ? default : self.CompleteActivityAsync();
    }

    private ValueTask Fire(NodeExecution self, MachinePlace place, int transition, NodeExecution trigger)
    {
        if (++place.Rounds > MostRounds) throw new InvalidOperationException($"The state machine has gone {MostRounds} rounds without waiting for anything.");
        if (!Transitions[transition].Condition.Get(self))
        {
            self.Run.Schedule(trigger.Node, self);
            return default;
        }

        foreach (var live in self.Run.Live().Where(l => l.Parent == self).ToArray()) self.Run.Cancel(live);
        place.Transition = transition;
        place.Phase = MachinePhase.Acting;
        return Schedule(self, StateRole.Action, transition) ? default : Exit(self, place);
    }

    private ValueTask Exit(NodeExecution self, MachinePlace place)
    {
        place.Phase = MachinePhase.Exiting;
        return Schedule(self, StateRole.Exit, place.State) ? default : Move(self, place);
    }

    private ValueTask Move(NodeExecution self, MachinePlace place) => Enter(self, place, StateNamed(Transitions[place.Transition].To));

    private bool Schedule(NodeExecution self, StateRole role, int index)
    {
        var position = Array.IndexOf(_parts, new StatePart(role, index));
        if (position < 0) return false;
        self.Run.Schedule(_node.Children[position], self);
        return true;
    }

    /// <summary>The transition whose trigger has started the run; −1 when none has.</summary>
    private int BegunBy(NodeExecution self)
    {
        for (var node = self.Run.Trigger; node is not null; node = node.Parent)
        {
            if (node.Parent == self.Node && _parts[node.Position] is { Role: StateRole.Trigger } part && StateNamed(Transitions[part.Index].From) >= 0) return part.Index;
        }

        return -1;
    }

    private bool Leaves(int transition, int state) => Transitions[transition].From == States[state].Name;

    private int StateNamed(string? name)
    {
        for (var i = 0; i < States.Count; i++)
        {
            if (!string.IsNullOrEmpty(name) && States[i].Name == name) return i;
        }

        return -1;
    }

    private string? TextOf(string property)
    {
        if (!_node.Definition.TryGetProperty(property, out var json)) return null;
        if (json.ValueKind == JsonValueKind.Object) json = json.Member("expression").Member("value");
        return json.TextOrNull() is { Length: > 0 } text ? text : null;
    }

    private static StatePart PartOf(Model.ActivitySlot slot) => (slot.Property, slot.Member) switch
    {
        ("states", "entry") => new StatePart(StateRole.Entry, slot.Key),
        ("states", "exit") => new StatePart(StateRole.Exit, slot.Key),
        ("transitions", "trigger") => new StatePart(StateRole.Trigger, slot.Key),
        ("transitions", "action") => new StatePart(StateRole.Action, slot.Key),
        _ => new StatePart(StateRole.None, slot.Key),
    };
}
