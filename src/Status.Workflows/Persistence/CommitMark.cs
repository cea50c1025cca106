using Status.Workflows.Execution;

namespace Status.Workflows.Persistence;

/// <summary>How a commit that leaves no row is recognised when its caller repeats it.</summary>
internal static class CommitMark
{
    /// <summary>A run that leaves no row has no revision to recognise a repetition by: one that announces something leaves a mark in the inbox instead.</summary>
    public static bool IsNeeded(RunCommit commit) =>
        commit.LeavesNoInstance && commit.InboxConsumed.Count == 0 && (commit.Facts.Count > 0 || commit.Writes.Any(w => w.FactsIfApplied.Count > 0));
}
