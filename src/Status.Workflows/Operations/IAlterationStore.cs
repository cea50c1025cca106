using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Keeps plans and jobs of changes. Adapters: PostgreSQL and memory.</summary>
public interface IAlterationStore : IAlterationLog
{
    /// <summary>Stores a plan with its first jobs, the work that makes their changes, and a note, in one transaction.</summary>
    ValueTask CreateAsync(AlterationPlan plan, IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items, CommitNote note, CancellationToken cancellationToken);

    /// <summary>Adds further jobs to a plan, with their work; <paramref name="isLast"/> says that it has them all.</summary>
    ValueTask AddAsync(string planId, IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items, bool isLast, CancellationToken cancellationToken);

    /// <summary>A plan; <c>null</c> when there is none.</summary>
    ValueTask<AlterationPlan?> FindAsync(string planId, CancellationToken cancellationToken);

    /// <summary>One page of the plans, newest first, with the number of all.</summary>
    ValueTask<(IReadOnlyList<AlterationPlan> Items, long Total)> ListAsync(int skip, int take, CancellationToken cancellationToken);

    /// <summary>One page of the jobs of a plan in the order of their ids.</summary>
    ValueTask<IReadOnlyList<AlterationJob>> ListJobsAsync(string planId, int skip, int take, CancellationToken cancellationToken);
}
