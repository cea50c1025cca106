namespace Status.Activities.Evidence;

/// <summary>The facts that this slice leaves.</summary>
internal static class EvidenceFacts
{
    /// <summary>A piece of evidence counts from now on. Reserved: only this slice can leave it.</summary>
    public const string Collected = "evidence.collected";
}
