namespace Status.Workflows.Authoring;

/// <summary>
/// A step of a workflow. One object stands for one node of a compiled plan and is shared by all runs, so an activity keeps no state of a run in
/// fields: what a run must remember goes into <see cref="ActivityExecutionContext.SetProperty"/>, variables or bookmarks.
/// </summary>
public abstract class Activity
{
    /// <summary>Id of the node, unique within its definition.</summary>
    public string Id { get; set; } = "";

    /// <summary>Path of ids from the workflow to this node: <c>Workflow1:root:id</c>.</summary>
    public string NodeId { get; set; } = "";

    /// <summary>Name given by the designer; may be empty.</summary>
    public string? Name { get; set; }

    /// <summary>Type name on the wire, for example <c>Elsa.WriteLine</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>Version of the activity type.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Index of the node in its plan; −1 outside a plan. Set by the plan compiler.</summary>
    internal int NodeIndex { get; set; } = -1;

    /// <summary>Reports what is wrong with the inputs before any run: called when a definition is validated and published.</summary>
    protected internal virtual void Validate(ActivityValidationContext context)
    {
    }

    /// <summary>Runs the activity. It ends by completing, by creating a bookmark, or by scheduling children.</summary>
    protected internal abstract ValueTask ExecuteAsync(ActivityExecutionContext context);
}

/// <summary>An activity that completes by itself when <see cref="Activity.ExecuteAsync"/> returns, unless it made a bookmark or scheduled a child.</summary>
public abstract class CodeActivity : Activity
{
}

/// <summary>A <see cref="CodeActivity"/> with the output <c>Result</c>.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
public abstract class CodeActivity<T> : CodeActivity
{
    /// <summary>What the activity gives back.</summary>
    [Output(Description = "The result of the activity.")]
    public Output<T>? Result { get; set; }
}

/// <summary>
/// An activity that can start a workflow. Its triggers are indexed when the definition is published; inside a run it waits for the same stimulus.
/// </summary>
public abstract class Trigger : Activity
{
    /// <summary>
    /// The stimuli that start a workflow at this node, computed at publish from literal inputs. Empty = cannot be indexed (the publish
    /// validation reports it).
    /// </summary>
    public abstract IEnumerable<TriggerStimulus> GetTriggerStimuli(TriggerIndexingContext context);
}

/// <summary>A <see cref="Trigger"/> with the output <c>Result</c>.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
public abstract class Trigger<T> : Trigger
{
    /// <summary>What started or resumed the activity.</summary>
    [Output(Description = "The result of the activity.")]
    public Output<T>? Result { get; set; }
}

/// <summary>What a published trigger listens to.</summary>
/// <param name="Name">Stimulus name, by convention the activity type name: <c>Elsa.Event</c>.</param>
/// <param name="Payload">What identifies the stimulus, for example <c>{EventName}</c> or <c>{Path, Method}</c>; part of the hash.</param>
/// <param name="Options">What the receiver needs but the hash leaves out (authorize, limits).</param>
public sealed record TriggerStimulus(string Name, Model.Data.DataObject Payload, Model.Data.DataObject? Options = null);

/// <summary>What an activity may ask while its triggers are indexed: only inputs that need no run.</summary>
public abstract class TriggerIndexingContext
{
    /// <summary>The definition's IANA time zone.</summary>
    public abstract TimeZoneInfo TimeZone { get; }

    /// <summary>The value of a literal input, or the given default when the input is absent; throws <see cref="InvalidOperationException"/> when it needs a run.</summary>
    public abstract T? Get<T>(Input<T>? input, T? defaultValue = default);
}
