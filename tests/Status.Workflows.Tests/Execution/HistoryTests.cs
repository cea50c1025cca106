using Status.Testing.Workflows;
using Status.Workflows.Execution;

namespace Status.Workflows.Tests.Execution;

/// <summary>
/// Golden histories: each definition in <c>Fixtures/histories</c> is run and its journal compared with the file beside it, line by line. A change of a history is a change of
/// behaviour that running workflows would see.
/// </summary>
public sealed class HistoryTests
{
    public static TheoryData<string> Names => new(RecordedHistory.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_RecordedDefinition_GivesTheRecordedHistory(string name)
    {
        var history = new RecordedHistory(name);
        var store = new RecordingRunStore();

        await history.DriveAsync(store, store);

        Assert.Equal(await history.ReadExpectedAsync(), await RecordedHistory.ReadAsync(store));
        Assert.Equal(InstanceSubStatus.Finished, (await store.LoadAsync(RecordedHistory.Run, default))!.SubStatus);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_DiesBeforeOrAfterAnyCommit_GivesTheSameHistoryAndFacts(string name)
    {
        var history = new RecordedHistory(name);
        var undisturbed = new RecordingRunStore();
        await history.DriveAsync(undisturbed, undisturbed);
        var expected = await history.ReadExpectedAsync();
        for (var k = 1; k <= undisturbed.Commits.Count; k++)
        {
            foreach (var after in (bool[])[false, true])
            {
                var store = new RecordingRunStore();
                var crashing = new CrashingStore(store, k, after);
                await history.DriveAsync(store, crashing);
                await history.DriveAsync(store, store);

                Assert.True(crashing.HasCrashed);
                Assert.Equal(expected, await RecordedHistory.ReadAsync(store));
                Assert.Equal(undisturbed.Facts.Select(f => $"{f.Type} {f.Key}"), store.Facts.Select(f => $"{f.Type} {f.Key}"));
            }
        }
    }
}
