using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// Work that was accepted: a row that starts, resumes, changes or cancels exactly one run. Its id makes it exactly-once: a second item with the same id is
/// recognised and ignored, also after the first was consumed.
/// </summary>
public sealed record InboxItem
{
    /// <summary>Unique id, usually derived (<see cref="IdGenerator.Derive"/>) from what caused it.</summary>
    public required string Id { get; init; }

    /// <summary>What the item does.</summary>
    public required InboxItemKind Kind { get; init; }

    /// <summary>
    /// The run it is for. For <see cref="InboxItemKind.Start"/> the id of the run to come (derived from <see cref="Id"/> when empty); for a resume the waiting
    /// run, or <c>null</c> when <see cref="StimulusHash"/> finds it.
    /// </summary>
    public string? InstanceId { get; init; }

    /// <summary>Start: the definition's logical id; its published version at the time of the claim is run.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Start: an exact version id instead of the published one.</summary>
    public string? DefinitionVersionId { get; init; }

    /// <summary>Start: id of the trigger activity that starts the workflow; <c>null</c> starts at the start node.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>Resume: id of the bookmark.</summary>
    public string? BookmarkId { get; init; }

    /// <summary>Resume without a target: hash of the stimulus (<see cref="Stimulus.Hash"/>). Waits for its bookmark when it comes early.</summary>
    public string? StimulusHash { get; init; }

    /// <summary>Start: correlation id of the run to come.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Start: id of the run that starts this one; it is cancelled with it. Resume without a target: the only run whose bookmark <see cref="StimulusHash"/> may find.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Start: what <see cref="ParentInstanceId"/> waits for; <c>null</c> when it does not wait.</summary>
    public ParentReply? ReplyTo { get; init; }

    /// <summary>Start: inputs of the workflow. Resume: the stimulus input of the activity. Variables: the new values by id.</summary>
    public DataObject Payload { get; init; } = [];

    /// <summary>Position of the causing fact; 0 when none.</summary>
    public long Cause { get; init; }

    /// <summary>Depth of the causing fact; facts of the run get one more.</summary>
    public int Depth { get; init; }

    /// <summary>Not before this time; <c>null</c> = at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>What an <see cref="InboxItem"/> does.</summary>
public enum InboxItemKind
{
    /// <summary>Starts a run.</summary>
    Start,

    /// <summary>Resumes a bookmark.</summary>
    Resume,

    /// <summary>Goes on with a run that committed in the middle of a burst.</summary>
    Continue,

    /// <summary>Cancels a run.</summary>
    Cancel,

    /// <summary>Gives variables of a run new values: its payload maps ids of variables to values. Applied whole or not at all.</summary>
    SetVariables,

    /// <summary>Changes a run: its payload has the changes (<see cref="Alteration"/>) and the job that tells how they went. Made whole or not at all.</summary>
    Alter,
}
