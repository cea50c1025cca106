using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>Plans and jobs of changes in memory.</summary>
internal sealed class InMemoryAlterationStore(InMemoryState state, StoreSignals signals, IServiceProvider services, TimeProvider timeProvider) : IAlterationStore
{
    public Write Finish(string jobId, bool succeeded, IReadOnlyList<AlterationLogEntry> entries, DateTimeOffset at) => new($"alteration/{jobId}", "")
    {
        InMemory = _ =>
        {
            lock (state.Gate)
            {
                if (state.AlterationJobs.GetValueOrDefault(jobId) is not { CompletedAt: null } job) return false;
                state.AlterationJobs[jobId] = job with { Status = succeeded ? AlterationJobStatus.Completed : AlterationJobStatus.Failed, Log = entries, CompletedAt = at };
                return true;
            }
        },
    };

    public ValueTask CreateAsync(AlterationPlan plan, IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items, CommitNote note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            signals.FactsCommitted(state.Append([note], services, timeProvider.GetUtcNow()));
            state.AlterationPlans.Add(plan.Id, plan);
            AddJobs(jobs, items);
        }

        signals.Inbox.Set();
        return ValueTask.CompletedTask;
    }

    public ValueTask AddAsync(string planId, IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items, bool isLast, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            AddJobs(jobs, items);
            if (isLast) state.AlterationPlans[planId] = state.AlterationPlans[planId] with { IsGenerated = true };
        }

        signals.Inbox.Set();
        return ValueTask.CompletedTask;
    }

    public ValueTask<AlterationPlan?> FindAsync(string planId, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.AlterationPlans.GetValueOrDefault(planId) is { } plan ? Counted(plan) : null);
    }

    public ValueTask<(IReadOnlyList<AlterationPlan> Items, long Total)> ListAsync(int skip, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            IReadOnlyList<AlterationPlan> page = [.. state.AlterationPlans.Values.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id, StringComparer.Ordinal).Skip(skip).Take(take).Select(Counted)];
            return ValueTask.FromResult((page, (long)state.AlterationPlans.Count));
        }
    }

    public ValueTask<IReadOnlyList<AlterationJob>> ListJobsAsync(string planId, int skip, int take, CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult<IReadOnlyList<AlterationJob>>([.. JobsOf(planId).OrderBy(j => j.Id, StringComparer.Ordinal).Skip(skip).Take(take)]);
    }

    private AlterationPlan Counted(AlterationPlan plan)
    {
        var jobs = JobsOf(plan.Id).ToList();
        var pending = jobs.Count(j => j.CompletedAt is null);
        return plan with { Jobs = jobs.Count, Pending = pending, Failed = jobs.Count(j => j.Status == AlterationJobStatus.Failed), CompletedAt = pending > 0 ? null : jobs.Max(j => j.CompletedAt) };
    }

    private IEnumerable<AlterationJob> JobsOf(string planId) => state.AlterationJobs.Values.Where(j => j.PlanId == planId);

    private void AddJobs(IReadOnlyList<AlterationJob> jobs, IReadOnlyList<InboxItem> items)
    {
        foreach (var job in jobs) state.AlterationJobs.TryAdd(job.Id, job);
        state.Enqueue(items, timeProvider.GetUtcNow());
    }
}
