using System.Text;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Collectors;
using Status.Activities.Evidence.Storage;
using Status.Testing;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Evidence;

public sealed class EvidenceStoreTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly EvidenceTestBed _bed = new(database.DataSource);

    [Fact]
    public async Task Store_OfCollectedText_CountsUnderItsSha256()
    {
        var evidence = await _bed.StoreTextAsync("the backup of 14 March restored", 1, "ctl-backup", new DataObject { ["site"] = "Sevilla" });

        var record = await _bed.Library.FindAsync((string)evidence["id"]!, default);
        Assert.NotNull(record);
        Assert.Equal(Digest.Of("the backup of 14 March restored"u8), record.Digest);
        Assert.Equal("ctl-backup", record.ControlId);
        Assert.Equal("Sevilla", record.Scope["site"]);
        Assert.Equal("Status.CollectEvidence", record.Provenance["collector"]);
        Assert.Equal("Workflow1:CollectEvidence", record.Provenance["node"]);
        Assert.Equal("the backup of 14 March restored", Encoding.UTF8.GetString((await _bed.Library.ReadContentAsync(record.Digest, default))!));
    }

    [Fact]
    public async Task Store_CommittedTwiceWithOneKey_IsOneItemAndOneFact()
    {
        var collect = new CollectEvidence { Content = new("twice"), Source = new("test"), Result = new() };
        var content = (await _bed.RunAsync(collect, 2)).Output(collect.Result);
        var store = new StoreEvidence { Content = new(content), ControlId = new("ctl-twice"), Result = new() };
        var writes = (await _bed.RunAsync(store, 2)).Writes;

        var first = await WriteExecutor.CommitAsync(database.DataSource, writes);
        var second = await WriteExecutor.CommitAsync(database.DataSource, writes);

        var fact = Assert.Single(first);
        Assert.Equal("evidence.collected", fact.Type);
        Assert.Equal(content is DataObject data ? data["digest"] : null, fact.Body["digest"]);
        Assert.Empty(second);
        Assert.Equal(1, (await _bed.Library.ListAsync(new EvidenceFilter { ControlId = "ctl-twice" }, default)).Total);
    }

    [Fact]
    public async Task Store_OfBytesThatWereSwept_IsRefusedWhole()
    {
        var collect = new CollectEvidence { Content = new("swept too early"), Source = new("test"), Result = new() };
        var content = (await _bed.RunAsync(collect, 3)).Output(collect.Result);
        _bed.Time.Advance(TimeSpan.FromDays(2));
        Assert.True(await _bed.Blobs.SweepAsync(_bed.Time.GetUtcNow() - TimeSpan.FromDays(1), 100, default) >= 1);
        var store = new StoreEvidence { Content = new(content), Result = new() };
        var writes = (await _bed.RunAsync(store, 3)).Writes;

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => WriteExecutor.CommitAsync(database.DataSource, writes));
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, refusal.SqlState);
    }

    [Fact]
    public async Task Sweep_AfterTheGraceTime_TakesOrphansOnly()
    {
        await _bed.StoreTextAsync("kept for ever", 4);
        var orphan = Digest.Of("nobody wants me"u8);
        await _bed.Blobs.StoreAsync(orphan, "nobody wants me"u8.ToArray(), default);
        var cutoff = _bed.Time.GetUtcNow();
        await _bed.Blobs.SweepAsync(cutoff, 100, default);
        Assert.NotNull(await _bed.Blobs.ReadAsync(orphan, default));

        await _bed.Blobs.SweepAsync(cutoff.AddTicks(10), 100, default);

        Assert.Null(await _bed.Blobs.ReadAsync(orphan, default));
        Assert.NotNull(await _bed.Blobs.ReadAsync(Digest.Of("kept for ever"u8), default));
    }

    [Fact]
    public async Task Sweep_OfAnOrphanCollectedAgain_LeavesIt()
    {
        var digest = Digest.Of("seen again"u8);
        await _bed.Blobs.StoreAsync(digest, "seen again"u8.ToArray(), default);
        _bed.Time.Advance(TimeSpan.FromDays(2));
        await _bed.Blobs.StoreAsync(digest, "seen again"u8.ToArray(), default);

        await _bed.Blobs.SweepAsync(_bed.Time.GetUtcNow() - TimeSpan.FromDays(1), 100, default);

        Assert.NotNull(await _bed.Blobs.ReadAsync(digest, default));
    }

    [Fact]
    public async Task Read_OfBytesThatWereChanged_SaysSo()
    {
        var evidence = await _bed.StoreTextAsync("untouched", 5);
        await using var command = database.DataSource.CreateCommand("update evidence.blobs set bytes = 'touched!!' where digest = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = Convert.FromHexString((string)evidence["digest"]!) });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());

        await Assert.ThrowsAsync<InvalidDataException>(() => _bed.Library.ReadContentAsync((string)evidence["digest"]!, default));
    }

    [Fact]
    public async Task Find_ByScopeWindowAndValidity_AgreesWithTheInMemoryAdapter()
    {
        var memory = new InMemoryEvidence(_bed.Time);
        var start = _bed.Time.GetUtcNow();
        string[] sites = ["Sevilla", "Cádiz", "Sevilla", "O'Brien\"; drop table evidence.items; --"];
        for (var i = 0; i < sites.Length; i++)
        {
            var evidence = await _bed.StoreTextAsync(
                $"item {i}", 10 + i, "ctl-find", new DataObject { ["site"] = sites[i], ["n"] = i.ToString() }, TimeSpan.FromHours(i + 1));
            await memory.StoreAsync((string)evidence["digest"]!, Encoding.UTF8.GetBytes($"item {i}"), default);
            memory.Add((await _bed.Library.FindAsync((string)evidence["id"]!, default))!);
            _bed.Time.Advance(TimeSpan.FromMinutes(20));
        }

        Scope?[] scopes = [null, new([new("site", "Sevilla")]), new([new("site", "*"), new("n", "1")]), new([new("site", sites[3])]), new([new("other", "x")])];
        foreach (var scope in scopes)
        {
            foreach (var validAt in new DateTimeOffset?[] { null, start, start.AddMinutes(61), start.AddHours(9) })
            {
                var query = new EvidenceQuery("ctl-find", scope, new TimeWindow(start, start.AddMinutes(60)), validAt);
                Assert.Equal(await memory.FindAsync(query, default), await _bed.Library.FindAsync(query, default));
            }
        }
    }

    [Fact]
    public async Task List_PageBeyondTheEnd_StillSaysHowMany()
    {
        for (var i = 0; i < 3; i++) await _bed.StoreTextAsync($"page {i}", 20 + i, "ctl-page");

        var page = await _bed.Library.ListAsync(new EvidenceFilter { ControlId = "ctl-page", Skip = 2, Take = 2, Ascending = true }, default);
        Assert.Equal((1, 3L), (page.Items.Count, page.Total));
        var beyond = await _bed.Library.ListAsync(new EvidenceFilter { ControlId = "ctl-page", Skip = 7 }, default);
        Assert.Equal((0, 3L), (beyond.Items.Count, beyond.Total));
    }
}
