using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Evaluation;

/// <summary>What is to be evaluated.</summary>
public sealed record EvaluationRequest
{
    /// <summary>The agreement.</summary>
    public required Agreement Agreement { get; init; }

    /// <summary>The version it was read from.</summary>
    public required int Version { get; init; }

    /// <summary>The instant of the evaluation: later data does not count.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One window for all guarantees instead of their own; <c>null</c> for their own.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>The run of controls that asked for it; computed metrics then look at this run only.</summary>
    public string? ComputationGroup { get; init; }

    /// <summary>Only these guarantees; <c>null</c> for all.</summary>
    public IReadOnlySet<string>? Guarantees { get; init; }
}
