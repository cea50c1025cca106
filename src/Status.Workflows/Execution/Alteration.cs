using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>A change of a run from outside, in Elsa's words. One that cannot be made is refused before anything of its set is made.</summary>
public sealed record Alteration
{
    /// <summary>What is changed.</summary>
    public required AlterationType Type { get; init; }

    /// <summary>The activity; for <see cref="AlterationType.Retry"/> <c>null</c> means every one that faulted.</summary>
    public string? ActivityId { get; init; }

    /// <summary>One execution of it; <c>null</c> when the activity says enough.</summary>
    public string? ActivityInstanceId { get; init; }

    /// <summary>The version that a run is moved to; <c>null</c> for other changes.</summary>
    public int? TargetVersion { get; init; }

    /// <summary>The variable, of the workflow or of a container that runs; <c>null</c> for other changes.</summary>
    public string? VariableId { get; init; }

    /// <summary>Its new value.</summary>
    public object? Value { get; init; }

    /// <summary>Reads the form in which it is stored and sent.</summary>
    /// <param name="data">An object with the member <c>type</c>.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static Alteration Read(object? data)
    {
        if (data is not DataObject json || json["type"] is not string name || !Enum.TryParse<AlterationType>(name, ignoreCase: true, out var type) || !Enum.IsDefined(type))
            throw new FormatException($"An alteration needs a type: {string.Join(", ", Enum.GetNames<AlterationType>())}.");
        var read = new Alteration
        {
            Type = type,
            ActivityId = Text(json, "activityId"),
            ActivityInstanceId = Text(json, "activityInstanceId"),
            TargetVersion = json["targetVersion"] switch { double number => (int)number, long number => (int)number, _ => null },
            VariableId = Text(json, "variableId"),
            Value = json["value"],
        };
        return type switch
        {
            AlterationType.Migrate when read.TargetVersion is null => throw new FormatException("Migrate needs targetVersion, the number of a version."),
            AlterationType.ModifyVariable when read.VariableId is null => throw new FormatException("ModifyVariable needs variableId."),
            AlterationType.CancelActivity or AlterationType.ScheduleActivity when read.ActivityId is null && read.ActivityInstanceId is null =>
                throw new FormatException($"{type} needs activityId or activityInstanceId."),
            _ => read,
        };
    }

    /// <summary>The form in which it is stored and sent.</summary>
    public DataObject ToData()
    {
        var json = new DataObject { ["type"] = Type.ToString() };
        if (ActivityId is not null) json["activityId"] = ActivityId;
        if (ActivityInstanceId is not null) json["activityInstanceId"] = ActivityInstanceId;
        if (TargetVersion is { } version) json["targetVersion"] = (double)version;
        if (VariableId is not null) json["variableId"] = VariableId;
        if (Type == AlterationType.ModifyVariable) json["value"] = Value;
        return json;
    }

    private static string? Text(DataObject json, string name) => json[name] is string { Length: > 0 } text ? text : null;
}

/// <summary>What an <see cref="Alteration"/> changes.</summary>
public enum AlterationType
{
    /// <summary>Cancels the run.</summary>
    Cancel,

    /// <summary>Cancels an activity that runs or waits; the run goes on without it.</summary>
    CancelActivity,

    /// <summary>Moves the run to another version of its definition.</summary>
    Migrate,

    /// <summary>Gives a variable a value.</summary>
    ModifyVariable,

    /// <summary>Runs an activity: one that faulted again, another one anew.</summary>
    ScheduleActivity,

    /// <summary>Runs what faulted again; the run goes on from there.</summary>
    Retry,
}
