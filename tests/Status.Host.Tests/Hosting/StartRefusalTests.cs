using Status.Testing;

namespace Status.Host.Tests.Hosting;

[Collection(HostProcessCollection.Name)]
public sealed class StartRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("STATUS__Postgres__MaxConnections", "3", "Status:Postgres:MaxConnections", "'3'", "between 20 and 1000")]
    [InlineData("STATUS__Postgres__SharedBuffersMb", "lots", "Status:Postgres:SharedBuffersMb", "'lots'", "Correct the value")]
    [InlineData("STATUS__Postgres__SharedBufersMb", "64", "Status:Postgres:SharedBufersMb", "Did you mean", "Status:Postgres:SharedBuffersMb")]
    [InlineData("STATUS__Engine__Scripts__MaxTime", "00:00:00", "Status:Engine:Scripts:MaxTime", "00:00:00", "set it between")]
    [InlineData("STATUS__Engine__Scripts__MaxDepth", "1000000", "Status:Engine:Scripts:MaxDepth", "1000000", "between 16 and 2000")]
    [InlineData("STATUS__Nonsense__Key", "1", "STATUS__Nonsense", "not a key of STATUS", "remove it")]
    [InlineData("STATUS__Security__MasterKey", "short", "STATUS__Security__MasterKey", "32 bytes in base64", "openssl rand")]
    [InlineData("STATUS_ADMIN_PASSWORD", "1234567", "STATUS_ADMIN_PASSWORD", "shorter than 8", "longer one")]
    [InlineData("ConnectionStrings__Status", "Host=127.0.0.1;Port=1;Username=x;Password=hidden-secret;Database=x", "ConnectionStrings__Status", "cannot be reached", "Host and Port")]
    [InlineData("ConnectionStrings__Status", "nonsense;password=hidden-secret", "ConnectionStrings__Status", "not a connection string", "Host=")]
    [InlineData("STATUS__Postgres__Embedded", "false", "ConnectionStrings__Status", "no database", "STATUS__Postgres__Embedded=true")]
    [InlineData("STATUS__Data__Folder", "/proc/status-cannot-be-here", "Status:Data:Folder", "cannot be created or written", "--data")]
    public async Task Start_WrongConfiguration_NamesKeyValueAndFix(string name, string value, params string[] expected)
    {
        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { [name] = value });

        Assert.Equal(1, await host.ExitAsync());
        HostLifeTests.AssertMessage(host, expected);
        Assert.DoesNotContain("hidden-secret", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SeveralWrongKeys_NamesAllAtOnce()
    {
        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?>
        {
            ["STATUS__Limits__DrainTimeout"] = "never",
            ["STATUS__Postgres__MaxConnections"] = "3",
            ["STATUS__Postgres__StartTimeout"] = "00:00:01",
            ["STATUS__Secrity__MasterKey"] = "x",
        });

        Assert.Equal(1, await host.ExitAsync());
        HostLifeTests.AssertMessage(host, "Status:Limits:DrainTimeout", "Status:Postgres:MaxConnections", "Status:Postgres:StartTimeout", "STATUS__Secrity");
    }

    [Theory]
    [InlineData("--ulrs http://127.0.0.1:0", "--ulrs is not known")]
    [InlineData("--urls", "--urls has no value")]
    [InlineData("--urls nonsense", "no address")]
    [InlineData("nonsense", "'nonsense'")]
    public async Task Start_WrongArgument_SaysSo(string arguments, string expected)
    {
        await using var host = HostProcess.Start(_folder["data"], arguments: arguments.Split(' '));

        Assert.Equal(1, await host.ExitAsync());
        HostLifeTests.AssertMessage(host, expected);
    }

    [Fact]
    public async Task Start_ClusterOfAMajorThatIsNotInstalled_NamesThePackage()
    {
        Directory.CreateDirectory(_folder["data/postgres"]);
        File.WriteAllText(_folder["data/postgres/PG_VERSION"], "12\n");
        await using var host = HostProcess.Start(_folder["data"]);

        Assert.Equal(1, await host.ExitAsync());
        HostLifeTests.AssertMessage(host, "PostgreSQL 12, which made this data folder", "postgresql-12", "ConnectionStrings__Status");
    }
}
