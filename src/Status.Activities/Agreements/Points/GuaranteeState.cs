using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Points;

/// <summary>Where a guarantee stands in one scope.</summary>
public sealed record GuaranteeState
{
    /// <summary>The agreement.</summary>
    public required string AgreementId { get; init; }

    /// <summary>The version that was evaluated last.</summary>
    public required int AgreementVersion { get; init; }

    /// <summary>The guarantee.</summary>
    public required string GuaranteeId { get; init; }

    /// <summary>The scope.</summary>
    public required Scope Scope { get; init; }

    /// <summary>What the last evaluation said.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The last verdict that was determined; <see cref="Compliance.Verdict.NotDetermined"/> when there never was one. Announced changes are changes of this.</summary>
    public required Verdict Standing { get; init; }

    /// <summary>Since when <see cref="Standing"/> is what it is; <c>null</c> when there never was one.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The value of the objective's first metric; <c>null</c> without data.</summary>
    public decimal? Value { get; init; }

    /// <summary>The objective's text.</summary>
    public required string Objective { get; init; }

    /// <summary>Every metric with its value.</summary>
    public required IReadOnlyDictionary<string, decimal?> Metrics { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The window that was evaluated last.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Up to when data counted; an evaluation up to an earlier instant changes nothing here.</summary>
    public required DateTimeOffset EvaluatedUntil { get; init; }

    /// <summary>The run of controls behind it, when there is one.</summary>
    public string? ComputationGroup { get; init; }
}
