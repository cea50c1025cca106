using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>An alert as stored.</summary>
public sealed record Alert
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>Identifies the condition; at most one alert with it is open.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Where it stands.</summary>
    public required AlertState State { get; init; }

    /// <summary><c>critical</c>, <c>high</c>, <c>medium</c>, <c>low</c> or <c>info</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>Who noticed it.</summary>
    public required string Source { get; init; }

    /// <summary>The agreement, when one is broken.</summary>
    public string? AgreementId { get; init; }

    /// <summary>The guarantee, or another name for what is watched.</summary>
    public string? GuaranteeId { get; init; }

    /// <summary>Where.</summary>
    public required Scope Scope { get; init; }

    /// <summary>What the workflow knew when it raised it.</summary>
    public required DataObject Details { get; init; }

    /// <summary>How often the condition was reported while it was open.</summary>
    public long Occurrences { get; init; } = 1;

    /// <summary>The instant the first report speaks about.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last reported.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it was acknowledged.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>By whom.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was resolved.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Why.</summary>
    public string? Resolution { get; init; }

    /// <summary>The run that raised it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The alert as an engine value: what activities give out and facts carry.</summary>
    public DataObject ToData() => new()
    {
        ["alertId"] = Id,
        ["fingerprint"] = Fingerprint,
        ["state"] = State.ToText(),
        ["severity"] = Severity,
        ["title"] = Title,
        ["source"] = Source,
        ["agreementId"] = AgreementId,
        ["guaranteeId"] = GuaranteeId,
        ["scope"] = Scope.ToData(),
        ["details"] = Details,
        ["occurrences"] = (double)Occurrences,
        ["observedAt"] = ObservedAt,
        ["openedAt"] = OpenedAt,
        ["acknowledgedBy"] = AcknowledgedBy,
        ["comment"] = Comment,
    };
}
