using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Operations;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Status.Workflows.Tests.Execution;

/// <summary>
/// Random flowcharts in trouble: activities that fault, a run that is cancelled in the middle, and a host that dies around a commit while another one goes on from what is stored. The journal tells
/// what the reference model says, line by line.
/// </summary>
public sealed class FlowTroubleLaws(ITestOutputHelper output)
{
    private const int Cases = 400;
    private const int LongestMs = 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RandomFlowchart_ThatFaultsIsCancelledOrLosesItsHost_LeavesTheJournalOfTheModel(bool counts)
    {
        await using var bench = new Bench();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new System.Random(seed + 1_000_000);
            var picture = RandomFlowchart.Draw(seed + 1_000_000, counts ? RandomFlowchart.JoinModes : RandomFlowchart.TokenModes, troubled: true);
            var untilMs = seed % 2 == 0 ? random.Next(LongestMs) : LongestMs * 1000L;
            FlowModel model = counts ? new CounterModel(picture) : new TokenModel(picture);
            model.Run(untilMs);
            var faulted = model.Faulted || model is CounterModel { Failed: true };
            var expected = faulted ? InstanceSubStatus.Faulted : model.Waits ? InstanceSubStatus.Cancelled : InstanceSubStatus.Finished;

            var died = await bench.RunAsync(RandomFlowchart.Json(picture, counts, seed), seed, new CrashPoint(random.Next(1, 6), after: random.Next(2) == 0), TimeSpan.FromMilliseconds(untilMs));
            var (status, begun) = await bench.ReadAsync(seed);

            begun.RemoveAll(node => RandomFlowchart.IsJoin(picture.Modes[node]));
            var right = model.Begun.Where(node => !RandomFlowchart.IsJoin(picture.Modes[node])).ToList();
            // A loop with a second entrance faults where it is come to; other branches may have gone on in the model.
            if (status != expected || (model is not CounterModel { Failed: true } && !right.SequenceEqual(begun)))
                throw new XunitException(
                    $"Seed {seed}: {status} after {string.Join(' ', begun)}, the model says {expected} after {string.Join(' ', right)}; {(died ? "a host died" : "nobody died")}, until {untilMs} ms. {string.Join(' ', picture.Edges)}");
            foreach (var what in (string[])[expected.ToString(), .. died ? ["died"] : Array.Empty<string>()]) seen[what] = seen.GetValueOrDefault(what) + 1;
        }

        output.WriteLine(string.Join(", ", seen.Select(s => $"{s.Key} {s.Value}")));
        foreach (var what in (string[])["Faulted", "Cancelled", "Finished", "died"]) Assert.True(seen.GetValueOrDefault(what) > Cases / 20, $"{what} hardly ever happened.");
    }

    /// <summary>Two hosts over one store: what the first has begun when it dies the second goes on with, which knows nothing of it but what is stored.</summary>
    private sealed class Bench : IAsyncDisposable
    {
        private readonly RecordingRunStore _store = new();
        private readonly MortalStore _mortal;
        private readonly WorkflowTestHost _first;
        private readonly WorkflowTestHost _second;

        public Bench()
        {
            _mortal = new MortalStore(_store);
            _first = new WorkflowTestHost(Configure, _store, _ => _mortal);
            _second = new WorkflowTestHost(Configure, _store);
        }

        /// <summary>Runs a definition, ends the run after a time, and says whether a host died over it.</summary>
        public async Task<bool> RunAsync(string json, int seed, CrashPoint point, TimeSpan until)
        {
            _mortal.Dies(point);
            _first.Time.MoveTo(_second.Time.GetUtcNow());
            var definition = _first.Plans.Add(json).Definition.DefinitionId;
            _second.Plans.Add(json);
            var end = _first.Time.GetUtcNow() + until;
            _store.Enqueue(new InboxItem { Id = $"go-{seed}", Kind = InboxItemKind.Start, InstanceId = Id(seed).Value, DefinitionId = definition });
            try
            {
                await LiveAsync(_first, seed, end);
            }
            catch (CrashException)
            {
                _store.Recover();
            }

            _second.Time.MoveTo(_first.Time.GetUtcNow());
            await LiveAsync(_second, seed, end);
            return point.HasCrashed;
        }

        public async Task<(InstanceSubStatus Status, List<int> Begun)> ReadAsync(int seed)
        {
            var begun = new List<int>();
            await foreach (var line in new JournalReader(_store).ReadAsync(Id(seed)))
                if (line is { EventName: "Started", ActivityId: ['n', .. var number] }) begun.Add(int.Parse(number, CultureInfo.InvariantCulture));
            return ((await _store.LoadAsync(Id(seed), default))!.SubStatus, begun);
        }

        public async ValueTask DisposeAsync()
        {
            await _first.DisposeAsync();
            await _second.DisposeAsync();
        }

        private async Task LiveAsync(WorkflowTestHost host, int seed, DateTimeOffset end)
        {
            _store.Time = host.Time;
            await host.PumpAsync();
            if (end > host.Time.GetUtcNow()) await host.AdvanceAsync(end - host.Time.GetUtcNow());
            // The same item for both hosts: the second one's is known when the first has accepted it.
            _store.Enqueue(new InboxItem { Id = $"cancel-{seed}", Kind = InboxItemKind.Cancel, InstanceId = Id(seed).Value });
            await host.PumpAsync();
            await host.AdvanceAsync(TimeSpan.FromDays(1));
        }

        private static InstanceId Id(int seed) => new("run-" + seed.ToString(CultureInfo.InvariantCulture));

        private static void Configure(IServiceCollection services) => services.AddActivitiesFrom(typeof(Leave).Assembly).AddSingleton<StepLog>();
    }

    /// <summary>A store whose process dies at another moment in each case.</summary>
    private sealed class MortalStore(IRunStore inner) : IRunStore
    {
        private CrashingStore _current = new(inner, CrashPoint.Never());

        public void Dies(CrashPoint point) => _current = new CrashingStore(inner, point);

        public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => _current.CommitAsync(commit, cancellationToken);

        public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadBookmarksAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken) =>
            inner.FindBookmarksAsync(hash, correlationId, take, cancellationToken);

        public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadReplyAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken) =>
            inner.LoadJournalAsync(id, fromSequence, takePages, cancellationToken);
    }
}
