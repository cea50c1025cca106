using System.Text.Json;
using Status.Workflows.Authoring;

namespace Status.Workflows.ControlFlow;

/// <summary>A state of a state machine.</summary>
internal sealed class MachineState
{
    /// <summary>Name that transitions refer to.</summary>
    public string Name { get; set; } = "";

    /// <summary>Runs when the state is entered.</summary>
    public Activity? Entry { get; set; }

    /// <summary>Runs when the state is left.</summary>
    public Activity? Exit { get; set; }
}

/// <summary>A way from one state to another.</summary>
internal sealed class MachineTransition
{
    /// <summary>State it leaves.</summary>
    public string From { get; set; } = "";

    /// <summary>State it leads to.</summary>
    public string To { get; set; } = "";

    /// <summary>What it waits for.</summary>
    public Activity? Trigger { get; set; }

    /// <summary>Whether it is taken when the trigger has fired.</summary>
    public Input<bool> Condition { get; set; } = new(true);

    /// <summary>Runs on the way.</summary>
    public Activity? Action { get; set; }
}

/// <summary>What a child of a state machine is to it.</summary>
internal enum StateRole : byte
{
    None,
    Entry,
    Exit,
    Trigger,
    Action,
}

/// <summary>A child of a state machine: its role, and the state or transition it belongs to.</summary>
internal readonly record struct StatePart(StateRole Role, int Index);

/// <summary>What a state machine is about.</summary>
internal enum MachinePhase : byte
{
    Entering,
    Waiting,
    Acting,
    Exiting,
}

/// <summary>Where a state machine stands.</summary>
internal sealed class MachinePlace
{
    public int State { get; set; }

    /// <summary>The transition that is under way; −1 when none is.</summary>
    public int Transition { get; set; } = -1;

    public MachinePhase Phase { get; set; }

    /// <summary>Triggers that have fired in this burst.</summary>
    public int Rounds { get; set; }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("state", State);
        writer.WriteNumber("transition", Transition);
        writer.WriteString("phase", Phase.ToString());
        writer.WriteEndObject();
    }

    public static MachinePlace Read(JsonElement json) => new()
    {
        State = json.GetProperty("state").GetInt32(),
        Transition = json.GetProperty("transition").GetInt32(),
        Phase = Enum.Parse<MachinePhase>(json.GetProperty("phase").GetString()!),
    };
}
