namespace Status.Activities.Evidence;

/// <summary>What a list of evidence can be ordered by.</summary>
public enum EvidenceOrder
{
    /// <summary>When it was collected.</summary>
    CollectedAt,

    /// <summary>When its validity ends; without an end is latest.</summary>
    ValidUntil,

    /// <summary>What it is.</summary>
    Kind,

    /// <summary>How many bytes it has.</summary>
    Size,
}
