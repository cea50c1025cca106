using Status.Host.Commands;
using Status.Testing;

namespace Status.Host.Tests.Commands;

public sealed class VerifyLedgerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("status-verify-").FullName;
    private LedgerHarness _ledger = null!;

    public async Task InitializeAsync()
    {
        _ledger = await LedgerHarness.CreateAsync();
        await _ledger.FillAsync(20, 7);
    }

    public async Task DisposeAsync()
    {
        await _ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Run_SoundLedger_SaysWhatItCheckedAndGivesTheCheckpointToKeep()
    {
        var (code, output) = await RunAsync(null, _ledger.Signer.Key.ToString());
        Assert.Equal(0, code);
        Assert.Contains("Checked 20 entries, 1 tiles and 3 checkpoints", output);
        Assert.Contains("Head: 20 entries, root ", output);
        Assert.Contains("posted 2026-11-21 08:00:01Z to 2026-11-21 08:00:20Z", output);
        Assert.Contains("The ledger is sound.", output);
        Assert.EndsWith((await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Note, output);
        Assert.DoesNotContain("The key came from the database itself", output);
    }

    [Fact]
    public async Task Run_CheckpointKeptInAFile_FindsTheRestoredBackup()
    {
        var file = Path.Combine(_folder, "kept.txt");
        var keyFile = Path.Combine(_folder, "key.txt");
        await File.WriteAllTextAsync(file, (await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Note);
        await File.WriteAllTextAsync(keyFile, _ledger.Signer.Key + "\n");
        Assert.Equal(0, (await RunAsync(file, keyFile)).Code);

        await _ledger.TamperAsync("delete from ledger.entries where index >= 14; delete from ledger.checkpoints where size > 14; update ledger.tiles set hashes = substring(hashes for 14 * 32)");
        Assert.Equal(0, (await RunAsync(null, keyFile)).Code);
        var (code, output) = await RunAsync(file, keyFile);
        Assert.Equal(VerifyLedger.Failed, code);
        Assert.Contains("WRONG given checkpoint: the ledger has signed checkpoints up to 14 entries, the given checkpoint covers 20", output);
        Assert.Contains("The ledger is NOT sound.", output);
    }

    [Fact]
    public async Task Run_AlteredEntry_NamesItAndFails()
    {
        await _ledger.TamperAsync("update ledger.entries set kind = 'x' where index = 4");
        var (code, output) = await RunAsync(null);
        Assert.Equal(VerifyLedger.Failed, code);
        Assert.Contains("WRONG ledger.entries: entry 4 (key 'key-4') was altered", output);
        Assert.Contains("The key came from the database itself", output);
    }

    [Fact]
    public async Task Run_EmptyLedger_SaysThatItIsEmpty()
    {
        await using var empty = await LedgerHarness.CreateAsync();
        var output = new StringWriter();
        Assert.Equal(0, await VerifyLedger.RunAsync(empty.DataSource, null, [], output, CancellationToken.None));
        Assert.Contains("The ledger is empty.", output.ToString());
        Assert.DoesNotContain("The key came from", output.ToString());
    }

    [Fact]
    public async Task Run_MissingFileMalformedKeyOrNoLedger_SaysSo()
    {
        Assert.Contains("nowhere.txt", (await RunAsync(Path.Combine(_folder, "nowhere.txt"))).Output);
        Assert.Contains("A verification key reads", (await RunAsync(null, "a+b+c")).Output);
        await _ledger.TamperAsync("drop schema ledger cascade");
        var (code, output) = await RunAsync(null);
        Assert.Equal(VerifyLedger.Failed, code);
        Assert.Contains("this database holds no ledger", output);
    }

    private async Task<(int Code, string Output)> RunAsync(string? checkpoint, params string[] keys)
    {
        var output = new StringWriter();
        var code = await VerifyLedger.RunAsync(_ledger.DataSource, checkpoint, keys, output, CancellationToken.None);
        return (code, output.ToString());
    }
}
