using Npgsql;
using Status.Testing;

namespace Status.Host.Tests.Hosting;

/// <summary>Who runs the host, and which database it runs on. The cases for root say nothing when the tests are run by somebody else.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class HostUserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_OrdinaryUser_RunsDatabaseAsThatUser()
    {
        string? user = null, program = null;
        if (Environment.IsPrivilegedProcess)
        {
            user = "65534";
            program = PublicProgram.CopyTo(_folder["program"]);
            PublicProgram.Run("chown", user, _folder.Path);
        }

        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["HOME"] = _folder.Path }, user: user, program: program);
        await host.ReadyAsync();
        await host.SignInAsync();
        Assert.Equal(0, await host.StopAsync());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["data"]));
    }

    [Fact]
    public async Task Start_OrdinaryUserFolderOfAnother_SaysSo()
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        Directory.CreateDirectory(_folder["data"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var host = HostProcess.Start(
            _folder["data"], new Dictionary<string, string?> { ["HOME"] = _folder.Path }, user: "65534", program: PublicProgram.CopyTo(_folder["program"]));

        Assert.Equal(1, await host.ExitAsync());
        HostLifeTests.AssertMessage(host, _folder["data"], "cannot be created or written", "--data");
    }

    [Fact]
    public async Task Start_RootFolderClosedToOthers_KeepsClusterOutsideAndNamesIt()
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var location = _folder["data/postgres.location"];
        try
        {
            for (var start = 0; start < 2; start++)
            {
                await using var host = HostProcess.Start(_folder["data"]);
                await host.ReadyAsync();
                await host.SignInAsync();
            }

            Assert.StartsWith("/var/lib/status/", File.ReadAllText(location), StringComparison.Ordinal);
            Assert.False(Directory.Exists(_folder["data/postgres"]));
        }
        finally
        {
            if (File.Exists(location))
                Directory.Delete(File.ReadAllText(location).Trim(), recursive: true);
        }
    }

    [Fact]
    public async Task Start_ConnectionString_UsesThatServerAndStartsNone()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).CreateEmptyAsync();
        await using (var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["ConnectionStrings__Status"] = connectionString }))
        {
            await host.ReadyAsync();
            await host.SignInAsync();
        }

        Assert.False(Directory.Exists(_folder["data/postgres"]));
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand("select count(*) from identity.users");
        Assert.Equal(1L, await command.ExecuteScalarAsync());

        // The same database without the file that holds the master key: refused, not silently given new keys.
        await using var other = HostProcess.Start(_folder["other"], new Dictionary<string, string?> { ["ConnectionStrings__Status"] = connectionString });
        Assert.Equal(1, await other.ExitAsync());
        HostLifeTests.AssertMessage(other, "does not open with this master key", "STATUS__Security__MasterKey");
    }
}
