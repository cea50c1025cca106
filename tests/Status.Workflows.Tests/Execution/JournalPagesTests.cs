using System.Text.Json;
using FsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

/// <summary>What is committed in whatever pieces is the journal as it was written: no record lost, none twice, pages within their limits.</summary>
public sealed class JournalPagesTests : IAsyncDisposable
{
    private readonly WorkflowTestHost _host = new();

    /// <summary>
    /// Each step writes some records; a commit is built now and then, more is written while it is under way, and it takes effect or is given up as a snapshot is.
    /// </summary>
    [Fact]
    public void Pages_CommittedWhileMoreIsWritten_HoldEveryRecordOnce() =>
        Prop.ForAll<NonEmptyArray<Tuple<byte, byte, bool, bool>>>(steps => WriteAndCommit(steps.Get)).QuickCheckThrowOnFailure();

    private void WriteAndCommit(Tuple<byte, byte, bool, bool>[] steps)
    {
        var journal = new JournalBuilder(NewRun());
        var stored = new List<JournalPage>();
        var written = 0;
        foreach (var (before, during, large, isStored) in steps)
        {
            Write(before % 8 * (large ? 20 : 1), large);
            var pages = journal.MakePages();
            Write(during % 8 * (large ? 20 : 1), large);
            if (!isStored) continue;
            stored.AddRange(pages);
            journal.Forget(pages);
        }

        stored.AddRange(journal.MakePages());

        Assert.All(stored, page => Assert.InRange(page.Count, 1, JournalPage.MaxRecords));
        Assert.All(stored, page => Assert.InRange(page.Records.Length, 2, JournalPage.MaxBytes + 2_000));
        var next = 0L;
        foreach (var page in stored)
        {
            Assert.Equal(next, page.FirstSequence);
            using var records = JsonDocument.Parse(page.Records);
            Assert.Equal(page.Count, records.RootElement.GetArrayLength());
            foreach (var record in records.RootElement.EnumerateArray()) Assert.Equal(next++, record.GetProperty("sequence").GetInt64());
        }

        Assert.Equal(written, next);

        void Write(int records, bool isLarge)
        {
            for (var i = 0; i < records; i++, written++) journal.AddForRun("Test", isLarge ? new DataObject { ["text"] = new string('x', 1000) } : null);
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Run NewRun()
    {
        var services = new ServiceCollection().BuildServiceProvider();
        var environment = new RunEnvironment(services, _host.Time, new IdGenerator(_host.Time, bytes => bytes.Clear()), NullLogger.Instance, TextWriter.Null, ScriptLimits.Default);
        return new Run(_host.Plans.Add(new WorkflowBuilder("journal").Then("a", "Elsa.WriteLine", new { text = "a" }).ToJson()), "run", environment, default);
    }
}
