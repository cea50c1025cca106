using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
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

        reads.Pages.Clear();
        var filter = new JournalFilter { ActivityIds = ["set"], EventNames = ["Completed"] };
        var list = await journal.ListAsync(run.InstanceId, filter, skip: 0, take: 50);
        var (first, known) = list;
        Assert.True(list.IsLowerBound);
        Assert.Equal(50, first.Count);
        Assert.All(first, r => Assert.Equal(("set", "Completed"), (r.ActivityId, r.EventName)));
        Assert.InRange(reads.Pages.Sum(page => page.Count), 1, 32 * JournalPage.MaxRecords);
        Assert.InRange(known, 51, 99_999);
        var (middle, more) = await journal.ListAsync(run.InstanceId, filter, skip: (int)known - 1, take: 50);
        Assert.Equal(50, middle.Count);
        Assert.True(more > known);
        Assert.True(middle[0].Sequence > first[^1].Sequence);
        var end = await journal.ListAsync(run.InstanceId, filter, skip: 99_990, take: 50);
        Assert.Equal((10, 100_000L, false), (end.Items.Count, end.Total, end.IsLowerBound));
        var sequence = 0L;
        await foreach (var record in journal.ReadAsync(run.InstanceId)) Assert.Equal(sequence++, record.Sequence);
        Assert.Equal(total, sequence);
    }

    [Fact]
    public async Task Journal_OfBytes_KeepsTheirSizeAndDigest()
    {
        var bytes = new byte[10_000];
        Array.Fill(bytes, (byte)7);
        await using var host = new WorkflowTestHost();

        var run = await host.RunAsync(
            new WorkflowBuilder("upload").Then("keep", "Elsa.SetOutput", new { outputName = "file", outputValue = ExpressionText.Js("getInput('file')") }).ToJson(),
            new DataObject { ["file"] = new DataObject { ["filename"] = "a.bin", ["contentType"] = "application/octet-stream", ["size"] = 10_000d, ["content"] = bytes } });

        Assert.Equal(InstanceSubStatus.Finished, run.SubStatus);
        var pages = await host.Store.LoadJournalAsync(run.InstanceId, 0, 10, default);
        Assert.All(pages, page => Assert.InRange(page.Records.Length, 1, 8000));
        var (lines, _) = await new JournalReader(host.Store).ListAsync(run.InstanceId, new JournalFilter { ActivityIds = ["keep"], EventNames = ["Completed"] }, 0, 1);
        var file = lines[0].ActivityState!.Values.OfType<DataObject>().Single();
        Assert.Equal("a.bin", file["filename"]);
        var content = (DataObject)file["content"]!;
        Assert.Equal((10_000d, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))), (content["size"], (string?)content["sha256"]));
        Assert.Equal(bytes, ((DataObject)run.Output["file"]!)["content"]);
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
