using System.Globalization;
using Npgsql;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;
using Status.Activities.Ledger.Verification;
using Status.Testing;

namespace Status.Activities.Tests.Ledger;

public sealed class LedgerVerifierTests : IAsyncLifetime
{
    private const int Size = 300;
    private LedgerHarness _ledger = null!;

    public async Task InitializeAsync()
    {
        _ledger = await LedgerHarness.CreateAsync();
        await _ledger.FillAsync(Size, 25);
    }

    public async Task DisposeAsync() => await _ledger.DisposeAsync();

    [Fact]
    public async Task Verify_SoundLedger_SaysWhatItChecked()
    {
        var report = await _ledger.VerifyAsync();
        Assert.True(report.IsSound, Lines(report));
        Assert.Equal((Size, 3, 12, Size), (report.Entries, report.Tiles, report.Checkpoints, report.Head!.Size));
        Assert.Equal([_ledger.Signer.Key.ToString()], report.Keys);
        Assert.False(report.KeysFromDatabase);
        Assert.Equal(LedgerHarness.Start.AddSeconds(1), Truncate(report.FirstAt!.Value));
        Assert.Equal(LedgerHarness.Start.AddSeconds(Size), Truncate(report.LastAt!.Value));
    }

    [Fact]
    public async Task Verify_EmptyLedger_IsSound()
    {
        await using var empty = await LedgerHarness.CreateAsync();
        var report = await empty.VerifyAsync();
        Assert.True(report.IsSound, Lines(report));
        Assert.Null(report.Head);
    }

    [Fact]
    public async Task Verify_OneBitFlippedInAnyColumn_NamesTableColumnAndEntry()
    {
        var columns = await ColumnsAsync();
        Assert.Equal(["checkpoints", "entries", "keys", "tiles"], columns.Select(c => c.Table).Distinct().Order());
        foreach (var (table, column, type) in columns)
        {
            foreach (var row in await RowsAsync(table))
            {
                var ctid = row.Ctid;
                foreach (var flip in Flips(column, type))
                {
                    ctid = await FlipAsync(table, flip, ctid);
                    AssertNamed(await _ledger.VerifyAsync(), table, column, row.Id, flip);
                    ctid = await FlipAsync(table, flip, ctid);
                }
            }
        }

        var healed = await _ledger.VerifyAsync();
        Assert.True(healed.IsSound, Lines(healed));
    }

    [Fact]
    public async Task Verify_TwoRowsSwapped_NamesBoth()
    {
        await _ledger.TamperAsync(
            "update ledger.entries set index = 1000 where index = 30; update ledger.entries set index = 30 where index = 70; update ledger.entries set index = 70 where index = 1000");
        var report = await _ledger.VerifyAsync();
        Assert.Equal(
            [
                "ledger.entries.index: row 30 holds what was posted as entry 70 (key 'key-70'): rows were swapped.",
                "ledger.entries.index: row 70 holds what was posted as entry 30 (key 'key-30'): rows were swapped.",
            ],
            report.Problems.Select(p => p.ToString()).Where(p => p.Contains("swapped")));
    }

    [Fact]
    public async Task Verify_TwoRowsSwappedWithTheirHashesAndTile_NamesTheirCheckpoint()
    {
        await _ledger.TamperAsync(
            "update ledger.entries set index = 1000 where index = 30; update ledger.entries set index = 30 where index = 70; update ledger.entries set index = 70 where index = 1000");
        await RehashAsync();
        var report = await _ledger.VerifyAsync();
        Assert.Contains("the first 50 entries do not give the root of the signed checkpoint of 50 entries", Lines(report));
        Assert.Contains("among the entries 25 to 49", Lines(report));
    }

    [Theory]
    [InlineData("delete from ledger.entries where index >= 290", "the entries 290 to 299 are missing: the tail was deleted; the signed checkpoint covers 300 entries.")]
    [InlineData("delete from ledger.entries where index = 299", "entry 299 is missing: the tail was deleted")]
    [InlineData("delete from ledger.entries where index in (7, 8)", "the entries 7 to 8 are missing.")]
    [InlineData("delete from ledger.entries where index >= 290; update ledger.tiles set hashes = substring(hashes for 34 * 32) where level = 0 and index = 1", "the entries 290 to 299 are missing")]
    [InlineData("delete from ledger.checkpoints where size = 300", "the entries 275 to 299 are covered by no checkpoint with a valid signature")]
    [InlineData("delete from ledger.tiles where level = 0 and index = 0", "tile 0/0 is missing")]
    [InlineData("delete from ledger.tiles where level = 1", "tile 1/0 is missing")]
    [InlineData("insert into ledger.tiles select 0, 2, hashes from ledger.tiles where level = 1", "tile 0/2 belongs to no ledger of 300 entries")]
    [InlineData("delete from ledger.keys", "")]
    [InlineData("truncate ledger.entries, ledger.tiles", "the entries 0 to 299 are missing")]
    [InlineData("update ledger.entries set body = 'anything else' where index = 12", "entry 12 (key 'key-12') was altered")]
    [InlineData("insert into ledger.entries select 300, 'forged', kind, subject, agreement, instance, body, cause, enlisted_at, leaf_hash from ledger.entries where index = 5", "the entries 300 to 300 are covered by no checkpoint with a valid signature")]
    [InlineData("alter table ledger.entries drop constraint entries_key_key; insert into ledger.entries select 300, 'key-5', kind, subject, agreement, instance, body, cause, enlisted_at, leaf_hash from ledger.entries where index = 5", "the key 'key-5' occurs 2 times, first as entry 5, last as entry 300")]
    [InlineData("alter table ledger.entries drop constraint entries_leaf_hash_check; update ledger.entries set leaf_hash = '' where index = 5", "the leaf hash of entry 5 was altered")]
    public async Task Verify_RowsDeletedOrAdded_NamesThem(string sql, string problem)
    {
        await _ledger.TamperAsync(sql);
        var report = await _ledger.VerifyAsync();
        // Without the stored key the trusted one still checks everything.
        if (problem.Length == 0) Assert.True(report.IsSound, Lines(report));
        else Assert.Contains(problem, Lines(report));
    }

    [Fact]
    public async Task Verify_TailDeletedEverywhere_IsFoundByAnOlderHead()
    {
        var kept = (await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Note;
        await DropTailAsync(275);
        Assert.True((await _ledger.VerifyAsync()).IsSound);
        var report = await _ledger.VerifyAsync(kept);
        Assert.Equal(
            "given checkpoint: the ledger has signed checkpoints up to 275 entries, the given checkpoint covers 300: the tail was deleted or an older backup was restored; 25 entries are lost.",
            Assert.Single(report.Problems).ToString());
    }

    [Fact]
    public async Task Verify_YesterdaysBackupRestoredAndContinued_IsFoundByAnOlderHead()
    {
        await BackUpAsync();
        await _ledger.FillAsync(40, 10);
        var kept = (await _ledger.Store.GetCheckpointCoveringAsync(310, CancellationToken.None))!.Note;
        var sound = await _ledger.VerifyAsync(kept);
        Assert.True(sound.IsSound, Lines(sound));
        Assert.Equal(310, sound.OldSize);

        await RestoreAsync();
        Assert.Contains("the ledger has signed checkpoints up to 300 entries, the given checkpoint covers 310", Lines(await _ledger.VerifyAsync(kept)));

        // Life goes on over the restored state with other entries, past the size of the kept head and with the true key.
        await using var afterwards = _ledger;
        var sequencer = _ledger.NewSequencer();
        Assert.NotNull(await _ledger.DigestAsync(sequencer, [.. Enumerable.Range(0, 7).Select(i => _ledger.Enlist("other-" + i))]));
        Assert.NotNull(await _ledger.DigestAsync(sequencer, [.. Enumerable.Range(7, 30).Select(i => _ledger.Enlist("other-" + i))]));
        Assert.True((await _ledger.VerifyAsync()).IsSound);
        var report = await _ledger.VerifyAsync(kept);
        Assert.Contains("the first 310 entries do not give the root of the given checkpoint of 310 entries", Lines(report));
        _ledger = await LedgerHarness.CreateAsync();
    }

    [Fact]
    public async Task Verify_WholeLedgerSignedAnewByAnotherKey_IsFoundByTheTrustedKey()
    {
        using var thief = new LedgerSigner(new byte[32], "test.example/ledger");
        await _ledger.TamperAsync("update ledger.entries set body = 'forged' where index = 40");
        var root = await RehashAsync();
        await using (var command = _ledger.DataSource.CreateCommand(
            "set session_replication_role = replica; truncate ledger.checkpoints, ledger.keys; set session_replication_role = origin"))
            await command.ExecuteNonQueryAsync();
        await using (var command = _ledger.DataSource.CreateCommand("insert into ledger.checkpoints values (300, $1, $2)"))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = root.ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = thief.Sign(new Checkpoint(thief.Origin, Size, root)) });
            await command.ExecuteNonQueryAsync();
        }

        await using (var command = _ledger.DataSource.CreateCommand("insert into ledger.keys values ($1)"))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = thief.Key.ToString() });
            await command.ExecuteNonQueryAsync();
        }

        var trusting = await _ledger.Verifier.VerifyAsync(new VerificationRequest(), CancellationToken.None);
        Assert.True(trusting.IsSound && trusting.KeysFromDatabase, Lines(trusting));
        var report = await _ledger.VerifyAsync();
        Assert.Contains("is not one of the trusted keys", Lines(report));
        Assert.Contains("the note of checkpoint 300 has no valid signature of a trusted key", Lines(report));
    }

    [Fact]
    public async Task Verify_GivenCheckpointOfAnotherKeyOrMalformed_IsReported()
    {
        using var other = new LedgerSigner(new byte[32], "test.example/ledger");
        var note = other.Sign(new Checkpoint(other.Origin, 5, TreeHash.Empty));
        Assert.Contains("the given checkpoint has no valid signature", Lines(await _ledger.VerifyAsync(note)));
        Assert.Contains("the given checkpoint is damaged", Lines(await _ledger.VerifyAsync("not a note")));
        await Assert.ThrowsAsync<FormatException>(() => _ledger.Verifier.VerifyAsync(new VerificationRequest { Keys = ["nonsense"] }, CancellationToken.None));
    }

    [Fact]
    public async Task Verify_EveryRowAltered_ReportsUpToTheLimitAndCountsTheRest()
    {
        await _ledger.TamperAsync("update ledger.entries set cause = cause + 3");
        var report = await _ledger.VerifyAsync();
        Assert.Equal(VerificationReport.MaxProblems, report.Problems.Count);
        Assert.True(report.ProblemsLeftOut >= Size - VerificationReport.MaxProblems);
    }

    private static void AssertNamed(VerificationReport report, string table, string column, string id, string flip)
    {
        var context = $"{table}.{column} of row {id} by {flip}:\n{Lines(report)}";
        Assert.False(report.IsSound, context);
        Assert.True(report.Problems.All(p => p.Where.StartsWith($"ledger.{table}", StringComparison.Ordinal)), context);
        Assert.True(report.Problems.Count <= 3, context);
        if (table == "entries") Assert.True(report.Problems.Any(p => p.Where == $"ledger.entries.{column}" && p.Message.Contains($"entry {id} ")), context);
        if (table is "checkpoints" or "keys") Assert.True(report.Problems.Any(p => p.Where == $"ledger.{table}.{column}"), context);
    }

    private async Task<List<(string Table, string Column, string Type)>> ColumnsAsync()
    {
        await using var command = _ledger.DataSource.CreateCommand(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'ledger' order by table_name, ordinal_position");
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string, string, string)>();
        while (await reader.ReadAsync()) columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return columns;
    }

    /// <summary>The first, a middle and the last row of a table.</summary>
    private async Task<List<(string Id, string Ctid)>> RowsAsync(string table)
    {
        var key = table switch { "checkpoints" => "size", "keys" => "vkey", "tiles" => "level || '/' || index", _ => "index" };
        await using var command = _ledger.DataSource.CreateCommand($"select ({key})::text as id, ctid::text from ledger.{table} t order by t");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.GetString(1)));
        return [.. ((int[])[0, rows.Count / 2, rows.Count - 1]).Distinct().Select(i => rows[i])];
    }

    /// <summary>Assignments that flip one bit; doing one twice restores the value.</summary>
    private static IEnumerable<string> Flips(string column, string type) => type switch
    {
        "bigint" => ((int[])[12, 33, 61]).Select(bit => $"{column} = {column} # (1::bigint << {bit})"),
        "smallint" => ((int[])[3, 9]).Select(bit => $"{column} = ({column}::int # (1 << {bit}))::smallint"),
        "bytea" => ((string[])["0", "octet_length({0}) * 4", "octet_length({0}) * 8 - 1"]).Select(bit => string.Format(CultureInfo.InvariantCulture, bit, column))
            .Select(bit => $"{column} = set_bit({column}, {bit}, 1 - get_bit({column}, {bit}))"),
        "text" => ((string[])["1", "length({0}) / 2", "length({0})"]).Select(place => string.Format(CultureInfo.InvariantCulture, place, column))
            .Select(place => $"{column} = overlay({column} placing chr(ascii(substr({column}, {place}, 1)) # 64) from {place} for 1)"),
        "timestamp with time zone" => ((int[])[0, 7, 40]).Select(bit =>
            $"{column} = timestamptz '2000-01-01 00:00Z' + ((extract(epoch from {column} - timestamptz '2000-01-01 00:00Z') * 1000000)::bigint # (1::bigint << {bit})) * interval '1 microsecond'"),
        _ => throw new InvalidOperationException($"Say how to flip a bit of {column}, which is {type}."),
    };

    private async Task<string> FlipAsync(string table, string assignment, string ctid)
    {
        await using var connection = await _ledger.DataSource.OpenConnectionAsync();
        await using (var role = new NpgsqlCommand("set session_replication_role = replica", connection)) await role.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand($"update ledger.{table} set {assignment} where ctid = '{ctid}' returning ctid::text", connection);
        return Assert.IsType<string>(await command.ExecuteScalarAsync());
    }

    /// <summary>Recomputes leaf hashes and tiles from the columns, as an attacker without the signing key can; returns the root.</summary>
    private async Task<MerkleHash> RehashAsync()
    {
        var edge = new TreeEdge();
        foreach (var stored in await _ledger.Store.ListEntriesAsync(0, LedgerStore.MaxTake, CancellationToken.None))
        {
            var hash = stored.Entry.LeafHash();
            edge.Append(hash);
            await _ledger.TamperAsync($"update ledger.entries set leaf_hash = '\\x{hash}' where index = {stored.Entry.Index}");
        }

        foreach (var (tile, hashes) in edge.TakeChanges())
            await _ledger.TamperAsync($"update ledger.tiles set hashes = '\\x{Convert.ToHexStringLower(hashes)}' where level = {tile.Level} and index = {tile.Index}");
        return edge.Root();
    }

    private Task DropTailAsync(int size) => _ledger.TamperAsync(
        $"delete from ledger.entries where index >= {size}; delete from ledger.checkpoints where size > {size}; update ledger.tiles set hashes = substring(hashes for ({size} - 256) * 32) where level = 0 and index = 1");

    private Task BackUpAsync() => _ledger.TamperAsync(
        "create schema backup; create table backup.entries as table ledger.entries; create table backup.tiles as table ledger.tiles; create table backup.checkpoints as table ledger.checkpoints");

    private Task RestoreAsync() => _ledger.TamperAsync(
        "truncate ledger.entries, ledger.tiles, ledger.checkpoints; insert into ledger.entries table backup.entries; insert into ledger.tiles table backup.tiles; insert into ledger.checkpoints table backup.checkpoints");

    private static DateTimeOffset Truncate(DateTimeOffset time) => new(time.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static string Lines(VerificationReport report) => string.Join("\n", report.Problems);
}
