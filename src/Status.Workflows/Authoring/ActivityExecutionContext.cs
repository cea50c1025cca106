using Status.Workflows.Model.Data;

namespace Status.Workflows.Authoring;

/// <summary>Runs when a child completes or a bookmark is resumed.</summary>
/// <param name="context">The context of the activity that asked for it.</param>
public delegate ValueTask ExecuteActivityDelegate(ActivityExecutionContext context);

/// <summary>
/// What an activity may do while it runs. Names and shapes follow Elsa's class of this name, so that an activity that uses only these
/// members moves to Elsa's own packages by changing its usings. Facts, writes and keys are extension methods in
/// <c>Status.Workflows.Execution.RunExtensions</c>.
/// </summary>
public abstract class ActivityExecutionContext
{
    /// <summary>Id of this execution of the activity, unique within the instance.</summary>
    public abstract string Id { get; }

    /// <summary>The activity that runs.</summary>
    public abstract Activity Activity { get; }

    /// <summary>Id of the workflow instance.</summary>
    public abstract string WorkflowInstanceId { get; }

    /// <summary>Correlation id of the instance; <c>null</c> when none was set.</summary>
    public abstract string? CorrelationId { get; set; }

    /// <summary>Inputs of the workflow, by name.</summary>
    public abstract DataObject WorkflowInput { get; }

    /// <summary>Outputs of the workflow, by name.</summary>
    public abstract DataObject WorkflowOutput { get; }

    /// <summary>
    /// Data that came with the stimulus that started or resumed this activity (for a trigger: the request, the event payload); <c>null</c> when
    /// the activity runs because an earlier one completed.
    /// </summary>
    public abstract DataObject? StimulusInput { get; }

    /// <summary><c>true</c> when this activity is the trigger that started the workflow.</summary>
    public abstract bool IsTriggerOfWorkflow { get; }

    /// <summary>Cancelled when the host stops or the run is cancelled.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>Journal data of this execution, shown in the Studio's details.</summary>
    public abstract DataObject JournalData { get; }

    /// <summary>The injected clock.</summary>
    public abstract TimeProvider TimeProvider { get; }

    /// <summary>The IANA time zone of the definition (<c>customProperties.timeZone</c>; UTC when not given).</summary>
    public abstract TimeZoneInfo TimeZone { get; }

    /// <summary>A service of the host.</summary>
    public abstract T GetRequiredService<T>()
        where T : notnull;

    /// <summary>The value of an input; the type's default when the input is <c>null</c>.</summary>
    public T? Get<T>(Input<T>? input) => input is null ? default : input.Get(this);

    /// <summary>Sets an output.</summary>
    public abstract void Set(Output? output, object? value);

    /// <summary>The value of a variable in scope by name; <c>null</c> when there is none.</summary>
    public abstract object? GetVariable(string name);

    /// <summary>Sets the variable in scope with this name; declares it on this context when there is none.</summary>
    public abstract void SetVariable(string name, object? value);

    /// <summary>What this execution remembered between bursts.</summary>
    public abstract object? GetProperty(string name);

    /// <summary>Remembers a value of the closed set (see <see cref="DataJson"/>) between bursts.</summary>
    public abstract void SetProperty(string name, object? value);

    /// <summary>Completes the activity with the outcome <c>Done</c>.</summary>
    public ValueTask CompleteActivityAsync() => CompleteActivityWithOutcomesAsync("Done");

    /// <summary>Completes the activity with the given outcomes.</summary>
    public abstract ValueTask CompleteActivityWithOutcomesAsync(params ReadOnlySpan<string> outcomes);

    /// <summary>Schedules a child; <paramref name="onCompleted"/> runs on this context when it has completed.</summary>
    /// <param name="child">A child held by a port or the children of a container.</param>
    /// <param name="onCompleted">A method of the activity's class (its name is stored, so that the wait survives a restart).</param>
    /// <param name="variables">Variables declared for the child and its descendants, for example <c>CurrentValue</c>.</param>
    public abstract ValueTask ScheduleActivityAsync(Activity? child, ExecuteActivityDelegate? onCompleted = null, DataObject? variables = null);

    /// <summary>Creates a bookmark: the run waits here until a stimulus with the same name and payload arrives.</summary>
    public abstract void CreateBookmark(CreateBookmarkArgs args);

    /// <summary>A bookmark that is resumed at a time; the timer row is written with the commit.</summary>
    public abstract void CreateTimer(DateTimeOffset due, ExecuteActivityDelegate onDue);
}

/// <summary>What a bookmark waits for. Same names as Elsa's record.</summary>
public sealed class CreateBookmarkArgs
{
    /// <summary>Stimulus name; the activity's type name when <c>null</c>.</summary>
    public string? BookmarkName { get; init; }

    /// <summary>What identifies the stimulus; hashed with the name.</summary>
    public required DataObject Stimulus { get; init; }

    /// <summary>A method of the activity's class that runs on resume; without one the activity completes with <c>Done</c>.</summary>
    public ExecuteActivityDelegate? Callback { get; init; }

    /// <summary>Whether the id of this execution is part of the hash, so that only a stimulus made for it matches.</summary>
    public bool IncludeActivityInstanceId { get; init; }

    /// <summary>Whether the bookmark is removed once resumed.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>Whether a stimulus must carry the instance's correlation id to match; default <c>false</c>: a stimulus without one matches all.</summary>
    public DataObject? Metadata { get; init; }
}
