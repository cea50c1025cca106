using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Execution;

namespace Status.Workflows.Feed;

/// <summary>
/// Finds the runs that are on their way from one wait to the next, and which events they may wait for when they get there. A fact that comes in between has no bookmark yet; it is
/// accepted as work behind the work the run has, and forgotten by the engine when the run turns out not to wait for it.
/// </summary>
/// <param name="inbox">Knows which runs have work.</param>
/// <param name="runs">Knows the version a run stands in.</param>
/// <param name="services">Gives the plans; a run whose definition is gone waits for nothing.</param>
internal sealed class MovingRuns(IInbox inbox, IRunStore runs, IServiceProvider services)
{
    private const int Most = 10_000;

    private readonly ConditionalWeakTable<WorkflowPlan, PlanEvents> _events = [];

    /// <summary>The runs that move now.</summary>
    public async ValueTask<Batch> ListAsync(CancellationToken cancellationToken)
    {
        var batch = new Batch(this);
        foreach (var run in await inbox.ListMovingAsync(Most, cancellationToken))
            batch.Add(run.InstanceId, await EventsAsync(run.DefinitionId, run.DefinitionVersionId, run.BeginsAtTrigger, cancellationToken));
        return batch;
    }

    /// <summary>Hashes of the events that activities of the definition wait for; <c>null</c> when only a run can tell.</summary>
    private async ValueTask<HashSet<string>?> EventsAsync(string? definitionId, string? versionId, bool beginsAtTrigger, CancellationToken cancellationToken)
    {
        if (services.GetService<IPlanSource>() is not { } plans) return [];
        var plan = versionId is not null ? await plans.GetVersionAsync(versionId, cancellationToken)
            : definitionId is not null ? await plans.GetPublishedAsync(definitionId, cancellationToken)
            : null;
        if (plan is null) return [];
        var events = _events.GetValue(plan, PlanEvents.Of);
        return beginsAtTrigger ? events.AfterTrigger : events.All;
    }

    /// <summary>The moving runs as one batch of facts finds them and adds to them.</summary>
    internal sealed class Batch(MovingRuns source)
    {
        private readonly Dictionary<InstanceId, HashSet<string>?> _runs = [];

        public IEnumerable<InstanceId> ThatMayWaitFor(string hash) => _runs.Where(run => run.Value?.Contains(hash) != false).Select(run => run.Key);

        public void Add(InstanceId run, HashSet<string>? events) => _runs[run] = events;

        /// <summary>Adds a run that a fact of this batch resumes.</summary>
        public async ValueTask AddAsync(InstanceId run, CancellationToken cancellationToken)
        {
            if (_runs.ContainsKey(run) || await source.Load(run, cancellationToken) is not { } record) return;
            Add(run, await source.EventsAsync(null, record.DefinitionVersionId, beginsAtTrigger: true, cancellationToken));
        }

        /// <summary>Adds a run that a fact of this batch starts.</summary>
        public async ValueTask AddStartAsync(InboxItem start, CancellationToken cancellationToken) =>
            Add(new InstanceId(IdGenerator.Derive("run", start.Id)), await source.EventsAsync(start.DefinitionId, start.DefinitionVersionId, start.TriggerActivityId is not null, cancellationToken));
    }

    private ValueTask<InstanceRecord?> Load(InstanceId run, CancellationToken cancellationToken) => runs.LoadAsync(run, cancellationToken);
}
