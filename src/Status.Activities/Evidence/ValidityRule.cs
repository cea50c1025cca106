namespace Status.Activities.Evidence;

/// <summary>Decides about validity; half-open like every span here, so that two pieces in a row are never both valid nor both expired.</summary>
internal static class ValidityRule
{
    /// <summary>The verdict about evidence at <paramref name="at"/>.</summary>
    /// <param name="collectedAt">When it was collected.</param>
    /// <param name="validFrom">First instant at which it counts.</param>
    /// <param name="validUntil">First instant at which it counts no longer; <c>null</c> never ends.</param>
    /// <param name="at">The instant that is asked about.</param>
    /// <param name="maxAge">The greatest age allowed; <c>null</c> allows any.</param>
    public static EvidenceValidity Decide(
        DateTimeOffset collectedAt, DateTimeOffset validFrom, DateTimeOffset? validUntil, DateTimeOffset at, TimeSpan? maxAge)
    {
        if (at < validFrom) return EvidenceValidity.NotYetValid;
        if (at >= validUntil) return EvidenceValidity.Expired;
        return at - collectedAt > maxAge ? EvidenceValidity.TooOld : EvidenceValidity.Valid;
    }

    /// <summary>The end of validity from what a designer gave: an instant, else a duration, else none.</summary>
    /// <exception cref="ArgumentException">The end is not after the start.</exception>
    public static DateTimeOffset? Until(DateTimeOffset validFrom, DateTimeOffset? validUntil, TimeSpan? validFor)
    {
        var until = validUntil ?? (validFor is { } span && span != TimeSpan.Zero ? validFrom + span : null);
        return until <= validFrom
            ? throw new ArgumentException($"Evidence valid from {validFrom:O} cannot end at {until:O}: give a later ValidUntil or a positive ValidFor.", nameof(validUntil))
            : until;
    }
}
