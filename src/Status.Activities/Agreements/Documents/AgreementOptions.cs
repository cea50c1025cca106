namespace Status.Activities.Agreements.Documents;

/// <summary>Limits on agreements that are handed in.</summary>
public sealed class AgreementOptions
{
    /// <summary>The configuration section: <c>STATUS__Agreements__…</c>.</summary>
    public const string SectionName = "Status:Agreements";

    /// <summary>Largest document in bytes; 1 MiB by default.</summary>
    public int MaxBytes { get; set; } = 1 << 20;

    /// <summary>Most guarantees in one agreement; 1,000 by default.</summary>
    public int MaxGuarantees { get; set; } = 1000;

    /// <summary>Most elements (<c>of</c>) over all guarantees of one agreement; 5,000 by default.</summary>
    public int MaxElements { get; set; } = 5000;

    /// <summary>Most problems named in one answer; 200 by default.</summary>
    public int MaxProblems { get; set; } = 200;

    /// <summary>Most past windows of one element that an evaluation closes; 100 by default. Older ones that nobody evaluated stay without a point.</summary>
    public int MaxClosedWindows { get; set; } = 100;
}
