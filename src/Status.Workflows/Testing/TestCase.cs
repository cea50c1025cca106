using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>A test case of a definition: what starts a run, what stands in for the outside world, and what must come of it.</summary>
public sealed record TestCase
{
    /// <summary>Most virtual time that a case may let pass; 366 days.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromDays(366);

    /// <summary>Name, unique within the definition.</summary>
    public required string Name { get; init; }

    /// <summary>What the case shows; <c>null</c> when not given.</summary>
    public string? Description { get; init; }

    /// <summary>Where it stands in the definition: <c>$.customProperties['Status:TestCases'][0]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What the clock shows when the run starts; 2026-01-05T09:00:00Z (a Monday) when not given.</summary>
    public DateTimeOffset At { get; init; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>How far the clock may be moved on while the run waits; 30 days when not given.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Correlation id of the run; <c>null</c> for none.</summary>
    public string? CorrelationId { get; init; }

    internal CaseTrigger Trigger { get; init; } = new();

    internal IReadOnlyList<ActivityMock> Activities { get; init; } = [];

    internal IReadOnlyList<HttpMock> Http { get; init; } = [];

    internal IReadOnlyList<CaseSend> Sends { get; init; } = [];

    internal CaseExpectations Expect { get; init; } = new();
}

/// <summary>What starts the run of a case.</summary>
internal sealed record CaseTrigger
{
    public CaseTriggerKind Kind { get; init; } = CaseTriggerKind.Input;

    /// <summary>Id or name of the trigger; <c>null</c> takes the one that fits.</summary>
    public string? Activity { get; init; }

    /// <summary>Inputs of the workflow, or what the trigger gets.</summary>
    public DataObject Input { get; init; } = [];

    public CaseRequest? Request { get; init; }

    public CaseEvent? Event { get; init; }
}

internal enum CaseTriggerKind
{
    Input,
    Http,
    Event,
    Schedule,
    Webhook,
}

/// <summary>An HTTP request to the workflow.</summary>
internal sealed record CaseRequest(string Method, string Path, DataObject Query, DataObject Headers, object? Body);

/// <summary>An event as the feed would bring it.</summary>
internal sealed record CaseEvent(string Name, object? Body, string Key, string? CorrelationId);

/// <summary>What stands in for an activity.</summary>
/// <param name="Activity">Id or name of the activity; <c>null</c> when <paramref name="Type"/> chooses.</param>
/// <param name="Type">Type name: stands in for every activity of it.</param>
/// <param name="Calls">What the first, second … execution does; the last one goes on for all further ones.</param>
/// <param name="Path">Where it stands.</param>
internal sealed record ActivityMock(string? Activity, string? Type, IReadOnlyList<ActivityCall> Calls, string Path);

/// <summary>One execution of a mocked activity: outputs and outcomes, or a fault; at once, after a time, or when the case resumes it.</summary>
internal sealed record ActivityCall(DataObject Outputs, IReadOnlyList<string> Outcomes, string? Fault, TimeSpan? After, bool Waits);

/// <summary>The answer to outgoing HTTP calls.</summary>
/// <param name="Method">Method; <c>null</c> for every one.</param>
/// <param name="Url">Address; <c>*</c> stands for any text.</param>
/// <param name="Answers">The first, second … answer; the last one goes on for all further calls.</param>
/// <param name="Path">Where it stands.</param>
internal sealed record HttpMock(string? Method, string Url, IReadOnlyList<HttpMockAnswer> Answers, string Path);

internal sealed record HttpMockAnswer(int Status, DataObject Headers, object? Body, string? Fails);

/// <summary>Something sent to the run while it waits.</summary>
internal sealed record CaseSend
{
    /// <summary>How long after the start; <c>null</c>: as soon as the run waits.</summary>
    public TimeSpan? After { get; init; }

    public CaseEvent? Event { get; init; }

    public CaseRequest? Request { get; init; }

    /// <summary>Id or name of a waiting activity to go on with.</summary>
    public string? Resume { get; init; }

    public DataObject Input { get; init; } = [];

    public bool Cancels { get; init; }

    public required string Path { get; init; }
}

/// <summary>What must come of a case.</summary>
internal sealed record CaseExpectations
{
    public string? Status { get; init; }

    public string? Fault { get; init; }

    public DataObject? Response { get; init; }

    /// <summary>The case says <c>"response": null</c>: nobody must be answered.</summary>
    public bool HasNoResponse { get; init; }

    public DataObject? Outputs { get; init; }

    public DataObject? Variables { get; init; }

    public IReadOnlyList<ExpectedFact> Facts { get; init; } = [];

    public IReadOnlyList<string> NoFacts { get; init; } = [];

    public IReadOnlyList<ExpectedActivity> Activities { get; init; } = [];

    public IReadOnlyList<ExpectedCall> Http { get; init; } = [];

    public IReadOnlyList<ExpectedScript> Scripts { get; init; } = [];

    public string Path { get; init; } = "";
}

internal sealed record ExpectedFact(string Type, DataObject? Body, string? CorrelationId, int? Count, string Path);

internal sealed record ExpectedActivity(string Activity, int? Count, string? Outcome, string? Status, DataObject? Inputs, DataObject? Outputs, string Path);

internal sealed record ExpectedCall(string? Method, string Url, int? Count, object? Body, DataObject? Headers, string Path);

internal sealed record ExpectedScript(string Source, Expressions.JavaScript.JavaScriptProgram Program, string Path);
