using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Tests.Execution;

public sealed class LongJournalTests
{
    [Fact]
    public async Task Journal_OfAHundredThousandActivities_IsStoredInPartsAndReadPageByPage()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(new WorkflowBuilder("long")
            .Then("loop", "Elsa.ForEach", new { items = ExpressionText.Js("Array.from({length: 100000}, (_, i) => i)"), body = WorkflowBuilder.Activity("set", "Elsa.SetName", new { value = "n" }) }).ToJson());
        Assert.Equal(InstanceSubStatus.Finished, run.SubStatus);
        var reads = new CountingStore(host.Store);
        var journal = new JournalReader(reads);

        var (last, total) = await journal.ListAsync(run.InstanceId, new JournalFilter(), skip: 200_000, take: 5);

        Assert.Equal(200_005, total);
        Assert.Equal([200_000, 200_001, 200_002, 200_003, 200_004], last.Select(r => r.Sequence));
        Assert.All(reads.Pages, page => Assert.InRange(page.Count, 1, JournalPage.MaxRecords));
        Assert.InRange(reads.Pages.Count, 1, 8);
        var sequence = 0L;
        await foreach (var record in journal.ReadAsync(run.InstanceId)) Assert.Equal(sequence++, record.Sequence);
        Assert.Equal(total, sequence);
    }

    /// <summary>Remembers which pages were read.</summary>
    private sealed class CountingStore(IRunStore inner) : IRunStore
    {
        public List<JournalPage> Pages { get; } = [];

        public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

        public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadBookmarksAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken) =>
            inner.FindBookmarksAsync(hash, correlationId, take, cancellationToken);

        public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadReplyAsync(id, cancellationToken);

        public ValueTask<long> CountJournalAsync(InstanceId id, CancellationToken cancellationToken) => inner.CountJournalAsync(id, cancellationToken);

        public async ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken)
        {
            var pages = await inner.LoadJournalAsync(id, fromSequence, takePages, cancellationToken);
            Pages.AddRange(pages);
            return pages;
        }
    }
}
