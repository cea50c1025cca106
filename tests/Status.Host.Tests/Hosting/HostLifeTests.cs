using System.Diagnostics;
using System.Net;
using Status.Testing;

namespace Status.Host.Tests.Hosting;

[Collection(HostProcessCollection.Name)]
public sealed class HostLifeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_NewFolderThenAgain_KeepsItsDataAndStopsCleanly()
    {
        await using (var first = HostProcess.Start(Data))
        {
            await first.ReadyAsync();
            Assert.Equal(HttpStatusCode.OK, (await first.Client.GetAsync("/health/ready")).StatusCode);
            Assert.Contains("\"uptimeSeconds\":", await first.Client.GetStringAsync("/health"), StringComparison.Ordinal);
            await first.SignInAsync();
            Assert.Equal(0, await first.StopAsync("TERM"));
        }

        Assert.Empty(Postmasters(Data));
        Assert.False(File.Exists(Path.Combine(Data, "postgres", "postmaster.pid")));

        // The password belongs to the database now; the variable only sets the first one.
        await using var second = HostProcess.Start(Data, new Dictionary<string, string?> { ["STATUS_ADMIN_PASSWORD"] = "another password" });
        await second.ReadyAsync();
        await second.SignInAsync();
        Assert.Equal(0, await second.StopAsync("INT"));
        Assert.Empty(Postmasters(Data));
    }

    [Fact]
    public async Task Start_AfterSigkill_StopsTheOrphanAndServes()
    {
        await using (var first = HostProcess.Start(Data))
        {
            await first.ReadyAsync();
            await first.KillAsync();
        }

        var orphan = Assert.Single(Postmasters(Data));
        await using var second = HostProcess.Start(Data);
        await second.ReadyAsync();
        await second.SignInAsync();
        Assert.NotEqual(orphan, Assert.Single(Postmasters(Data)));
    }

    [Fact]
    public async Task Start_StalePostmasterFileNamesAStranger_Serves()
    {
        await using (var first = HostProcess.Start(Data))
        {
            await first.ReadyAsync();
            await first.StopAsync();
        }

        // After a restart of the machine the number belongs to somebody else: here, to this test.
        var file = Path.Combine(Data, "postgres", "postmaster.pid");
        File.WriteAllLines(file, [$"{Environment.ProcessId}", Path.Combine(Data, "postgres"), "1700000000", "5432", "", "", "  1 1", "ready"]);
        await using var second = HostProcess.Start(Data);
        await second.ReadyAsync();
    }

    [Fact]
    public async Task Start_FolderOrPortTaken_SaysWhoAndWhatToDo()
    {
        await using var first = HostProcess.Start(Data);
        var address = await first.ReadyAsync();

        await using var sameFolder = HostProcess.Start(Data);
        Assert.NotEqual(0, await sameFolder.ExitAsync());
        AssertMessage(sameFolder, "in use by another STATUS host", $"process {first.Id}", "--data");

        await using var samePort = HostProcess.Start(_folder["other"], arguments: ["--urls", address]);
        Assert.NotEqual(0, await samePort.ExitAsync());
        AssertMessage(samePort, "taken", address, "--urls");
        Assert.False(Directory.Exists(Path.Combine(_folder["other"], "postgres")), "a database was made for nothing");
    }

    [Fact]
    public async Task Start_DatabaseKilled_HostEndsAndSaysSo()
    {
        await using var host = HostProcess.Start(Data);
        await host.ReadyAsync();
        using var kill = Process.Start("kill", ["-QUIT", Assert.Single(Postmasters(Data)).ToString()]);

        Assert.Equal(3, await host.ExitAsync());
        Assert.Contains("PostgreSQL ended by itself", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoPasswordGiven_WritesARandomOneForTheOwnerAlone()
    {
        await using var host = HostProcess.Start(Data, new Dictionary<string, string?> { ["STATUS_ADMIN_PASSWORD"] = null });
        await host.ReadyAsync();
        var file = Path.Combine(Data, "admin-password");

        Assert.Contains(file, host.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await host.SignInAsync((await File.ReadAllTextAsync(file)).Trim());
    }

    internal static void AssertMessage(HostProcess host, params string[] parts)
    {
        Assert.All(parts, part => Assert.Contains(part, host.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    internal static List<int> Postmasters(string data) => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && CommandLine(id).Contains($"postgres\0-D\0{data}", StringComparison.Ordinal))
        .ToList();

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            // It ended while the list was read.
            return string.Empty;
        }
    }
}
