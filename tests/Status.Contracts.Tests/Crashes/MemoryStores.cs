using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Activities.Evidence.Storage;
using Status.Activities.Registry.Computations;
using Status.Workflows.Execution;
using Status.Workflows.Feed.Outbox;
using Status.Workflows.Persistence;
using Status.Workflows.Persistence.InMemory;

namespace Status.Contracts.Tests.Crashes;

/// <summary>Stores in memory; what only PostgreSQL keeps (ledger, alerts) is written there when a commit happens.</summary>
internal sealed class MemoryStores(TimeProvider time, StoreSignals signals) : ShippedStores
{
    private readonly InMemoryEvidence _evidence = new(time);
    private readonly InMemoryComputationStore _computations = new();
    private InMemoryDeliveryStore? _deliveries;
    private readonly InMemoryPointStore _points = new();

    public InMemoryState State { get; } = new();

    public override IComputationStore Computations => _computations;

    public override IPointStore Points => _points;

    public override void AddTo(IServiceCollection services)
    {
        services.AddInMemoryWorkflowStores();
        services.AddSingleton(State);
        services.AddSingleton<IDeliveryStore>(_deliveries ??= new InMemoryDeliveryStore(State, signals, time));
        services.AddSingleton(_evidence).AddSingleton<IEvidenceBlobs>(_evidence).AddSingleton<IEvidenceIndex>(_evidence);
        services.AddSingleton(_computations).AddSingleton<IComputationStore>(_computations).AddSingleton<IComputationSummaries>(_computations);
        services.AddSingleton(_points).AddSingleton<IPointStore>(_points);
    }

    public override Task StopSchedulesAsync()
    {
        State.TriggerTimers.Clear();
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<ShippedFact>> ReadFactsAsync() => Task.FromResult<IReadOnlyList<ShippedFact>>([.. State.Facts.Select(f => new ShippedFact(f.Type, f.Key, f.Depth, f.Body))]);

    public override Task<IReadOnlyList<string>> ReadRowsAsync() => Task.FromResult<IReadOnlyList<string>>(
    [
        .. State.Replies.Select(r => Reply(r.Key, r.Value.StatusCode, Encoding.UTF8.GetString(r.Value.Body.Span))),
        .. State.Runs.Values.Select(r => Run(r.Record.DefinitionId, r.Record.SubStatus, r.Record.IncidentCount)),
        .. State.OpenItems.Values.Select(i => Left(i.Item.Kind, i.ParkedReason)),
        .. State.Bookmarks.Values.Select(b => $"waits {b.Name}"),
        .. _evidence.Items.Select(e => Evidence(e.ControlId, e.Kind, e.Source, e.Digest)),
    ]);
}
