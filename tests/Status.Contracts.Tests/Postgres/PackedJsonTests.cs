using System.Text;
using FsCheck;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Model;
using Status.Workflows.Persistence.Postgres;

namespace Status.Contracts.Tests.Postgres;

/// <summary>Long JSON of runs is stored packed, and read as it was.</summary>
public sealed class PackedJsonTests
{
    [Fact]
    public void Unpack_OfWhatWasPacked_IsTheJson() => Prop.ForAll<NonEmptyArray<byte>, byte>((text, times) =>
    {
        var json = (byte[])[(byte)'[', .. Enumerable.Repeat(text.Get, times).SelectMany(part => part), (byte)']'];
        Assert.Equal(json, PackedJson.Unpack(PackedJson.Pack(json)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pack_LongText_IsShorterAndShortTextIsReadable()
    {
        var text = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("\"the same again\"", 1000))}]");
        Assert.InRange(PackedJson.Pack(text).Length, 1, text.Length / 20);
        Assert.Equal("[1]"u8.ToArray(), PackedJson.Pack("[1]"u8.ToArray()));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 255, 255, 255, 255, 0 })]
    [InlineData(new byte[] { 1, 9, 0, 0, 0, 1, 2, 3 })]
    public void Unpack_DamagedBytes_SaysSo(byte[] stored) => Assert.Throws<InvalidDataException>(() => PackedJson.Unpack(stored));

    [Fact]
    public async Task Commit_LongStateAndJournal_AreSmallInTheTableAndWholeWhenRead()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await using var host = StoreHost.Postgres(database);
        var state = $$"""{"text":"{{string.Concat(Enumerable.Repeat("evidence ", 5_000))}}"}""";
        var page = new JournalPage(0, 1, Encoding.UTF8.GetBytes($"[{state}]"));
        var commit = Commits.Commit("run", state: state) with { Mode = PersistenceMode.Journalled, Journal = [page] };
        Assert.Equal(CommitStatus.Committed, (await host.Runs.CommitAsync(commit, default)).Status);

        await using var sizes = database.CreateCommand("select octet_length(state) + octet_length(records) from workflows.instances i join workflows.journal j on j.instance_id = i.id");
        Assert.InRange((int)(await sizes.ExecuteScalarAsync())!, 1, 2_000);
        Assert.Equal(state, Encoding.UTF8.GetString((await host.Runs.LoadAsync(new InstanceId("run"), default))!.State.Span));
        Assert.Equal(page.Records.ToArray(), Assert.Single(await host.Runs.LoadJournalAsync(new InstanceId("run"), 0, 10, default)).Records.ToArray());
    }
}
