using Microsoft.Extensions.Options;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Operations;

/// <summary>Changes of runs: says what they would do, accepts them, and waits for them. They are made by the runs' own bursts.</summary>
/// <param name="store">Keeps plans and jobs.</param>
/// <param name="catalog">Finds runs.</param>
/// <param name="engine">Knows what changes would do.</param>
/// <param name="signals">Wakes of this process.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="options">The poll interval.</param>
public sealed class Alterations(
    IAlterationStore store, IRunCatalog catalog, WorkflowEngine engine, StoreSignals signals, IdGenerator ids, TimeProvider timeProvider, IOptions<EngineOptions> options)
{
    private const int AtOnce = 500;

    /// <summary>The runs that a filter means, oldest first.</summary>
    /// <param name="filter">Which runs; order and paging do not matter.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<string>> FindAsync(RunFilter filter, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var found = new List<string>();
        for (var page = 0; found.Count < most; page++)
        {
            var (items, _) = await catalog.ListAsync(filter with { Order = RunOrder.Created, Descending = false, Skip = page * AtOnce, Take = AtOnce }, cancellationToken);
            found.AddRange(items.Select(run => run.Id.Value));
            if (items.Count < AtOnce) break;
        }

        return found.Count > most ? found.GetRange(0, most) : found;
    }

    /// <summary>What changes would do to runs; those that do not exist are said so.</summary>
    /// <param name="set">The changes.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    public async Task<IReadOnlyList<AlterationCheck>> CheckAsync(IReadOnlyList<Alteration> set, IReadOnlyList<string> runs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var checks = new List<AlterationCheck>(runs.Count);
        foreach (var run in runs)
            checks.Add(await engine.CheckAsync(new InstanceId(run), set, cancellationToken) ?? new AlterationCheck(new InstanceId(run), [Missing(run)], []));
        return checks;
    }

    /// <summary>Accepts changes for runs: a plan, a job for each, and their work.</summary>
    /// <param name="set">The changes.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="filter">How they were chosen, as JSON text.</param>
    /// <param name="author">Who asks.</param>
    /// <param name="note">What is committed with the acceptance, made of the plan's id.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <returns>The plan's id.</returns>
    public async Task<string> SubmitAsync(
        IReadOnlyList<Alteration> set, IReadOnlyList<string> runs, string filter, string author, Func<string, CommitNote> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        var now = timeProvider.GetUtcNow();
        var plan = new AlterationPlan { Id = ids.NewId(), Alterations = set, Filter = filter, Author = author, CreatedAt = now };
        string[] wanted = [.. runs.Distinct(StringComparer.Ordinal)];
        for (var from = 0; from == 0 || from < wanted.Length; from += AtOnce)
        {
            string[] part = [.. wanted.Skip(from).Take(AtOnce)];
            var (known, _) = await catalog.ListAsync(new RunFilter { Ids = part, Take = AtOnce }, cancellationToken);
            var there = known.Select(run => run.Id.Value).ToHashSet(StringComparer.Ordinal);
            AlterationJob[] jobs = [.. part.Select(run => JobOf(plan.Id, run, there.Contains(run), now))];
            InboxItem[] items = [.. jobs.Where(job => job.Status == AlterationJobStatus.Pending).Select(job => ItemOf(job, set))];
            var isLast = from + AtOnce >= wanted.Length;
            if (from == 0) await store.CreateAsync(plan with { IsGenerated = isLast }, jobs, items, note(plan.Id), cancellationToken);
            // The plan is accepted: what is missing of it must not depend on whether its caller stays.
            else await store.AddAsync(plan.Id, jobs, items, isLast, CancellationToken.None);
        }

        return plan.Id;
    }

    /// <summary>Waits until all jobs of a plan have ended.</summary>
    /// <param name="planId">The plan.</param>
    /// <param name="patience">How long at most.</param>
    /// <param name="cancellationToken">The caller went away; the changes stay accepted.</param>
    /// <returns>The plan as it stands then; <c>null</c> when there is none.</returns>
    public async Task<AlterationPlan?> WaitAsync(string planId, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        var end = timeProvider.GetUtcNow() + patience;
        var pulse = new Pulse();
        void Wake(InstanceId committed) => pulse.Set();
        signals.Committed += Wake;
        try
        {
            while (true)
            {
                var next = pulse.Next;
                var plan = await store.FindAsync(planId, cancellationToken);
                var left = end - timeProvider.GetUtcNow();
                if (plan is null || plan is { IsGenerated: true, Pending: 0 } || left <= TimeSpan.Zero) return plan;
                await Pulse.WaitAsync(next, left < options.Value.PollInterval ? left : options.Value.PollInterval, timeProvider, cancellationToken);
            }
        }
        finally
        {
            signals.Committed -= Wake;
        }
    }

    private static AlterationJob JobOf(string plan, string run, bool isThere, DateTimeOffset now) => isThere
        ? new AlterationJob(IdGenerator.Derive("alteration", plan, run), plan, run, AlterationJobStatus.Pending, [], now, null)
        : new AlterationJob(
            IdGenerator.Derive("alteration", plan, run), plan, run, AlterationJobStatus.Failed, [new AlterationLogEntry(Missing(run), "Error", now, "Alteration failed")], now, now);

    private static InboxItem ItemOf(AlterationJob job, IReadOnlyList<Alteration> set) => new()
    {
        Id = IdGenerator.Derive("alter", job.Id),
        Kind = InboxItemKind.Alter,
        InstanceId = job.InstanceId,
        Payload = new DataObject { ["job"] = job.Id, ["alterations"] = new DataArray(set.Select(a => (object?)a.ToData())) },
    };

    private static string Missing(string run) => $"There is no run '{run}'.";
}
