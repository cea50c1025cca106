using Status.Workflows.Execution;
using Status.Workflows.Feed;

namespace Status.Workflows.Persistence;

/// <summary>A fact with what its committer knows about it.</summary>
internal readonly record struct FactRow(FactDraft Draft, long Cause, int Depth, string? InstanceId);

/// <summary>The facts that a follower's effect leaves.</summary>
internal static class FollowerFacts
{
    /// <summary>Facts caused by facts; those of a write only when it applied.</summary>
    public static List<FactRow> Of(FollowerEffect effect, IEnumerable<Write> applied)
    {
        var facts = effect.Facts.Select(f => new FactRow(f.Fact, f.Cause.Position, f.Cause.Depth + 1, null)).ToList();
        var cause = effect.WriteCause;
        facts.AddRange(applied.SelectMany(w => w.FactsIfApplied).Select(draft => new FactRow(draft, cause?.Position ?? 0, cause is null ? 0 : cause.Depth + 1, null)));
        return facts;
    }
}
