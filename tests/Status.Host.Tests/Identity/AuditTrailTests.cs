using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Status.Activities.Ledger.Verification;
using Status.Host.Identity.Audit;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>What people change is in the trail, and the ledger proves the trail.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class AuditTrailTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private NpgsqlDataSource _dataSource = null!;
    private HostProcess _host = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).CreateEmptyAsync();
        _dataSource = NpgsqlDataSource.Create(connectionString);
        _host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["ConnectionStrings__Status"] = connectionString });
        await _host.ReadyAsync();
        _client = await _host.SignInAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _dataSource.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Change_ByAPerson_IsInTheTrailAndInASoundLedger()
    {
        var scope = await ChangeAsync("POST", "/api/v1/scopes", new { name = "Region", description = "Where", type = "string", @default = "eu" });
        var id = scope.GetProperty("id").GetString();
        await ChangeAsync("PUT", $"/api/v1/scopes/{id}", new { description = "Where it runs" });
        await ChangeAsync("DELETE", $"/api/v1/scopes/{id}");
        // What was refused changed nothing and leaves nothing.
        Assert.Equal(HttpStatusCode.NotFound, (await _client.DeleteAsync($"/api/v1/scopes/{id}")).StatusCode);

        var entries = (await _client.GetFromJsonAsync<JsonElement>($"/api/v1/audit?subject=scope/{id}")).GetProperty("items").EnumerateArray().Reverse().ToList();
        Assert.Equal(["scope.created", "scope.changed", "scope.deleted"], entries.Select(entry => entry.GetProperty("action").GetString()));
        Assert.All(entries, entry => Assert.Equal(("admin", "127.0.0.1"), (entry.GetProperty("actor").GetString(), entry.GetProperty("address").GetString())));
        Assert.Equal(JsonValueKind.Null, entries[0].GetProperty("before").ValueKind);
        Assert.Equal(entries[0].GetProperty("after").GetString(), entries[1].GetProperty("before").GetString());
        Assert.Equal(entries[1].GetProperty("after").GetString(), entries[2].GetProperty("before").GetString());
        Assert.NotEqual(entries[1].GetProperty("before").GetString(), entries[1].GetProperty("after").GetString());
        Assert.Equal(JsonValueKind.Null, entries[2].GetProperty("after").ValueKind);

        foreach (var entry in entries)
        {
            var body = JsonDocument.Parse(await LedgerBodyAsync(entry.GetProperty("ledgerKey").GetString()!)).RootElement;
            foreach (var member in (string[])["actor", "subject", "before", "after", "address"])
                Assert.Equal(entry.GetProperty(member).GetString(), body.GetProperty(member).GetString());
        }

        var report = await new LedgerVerifier(_dataSource).VerifyAsync(new VerificationRequest { Keys = [] }, CancellationToken.None);
        Assert.True(report.IsSound, string.Join("; ", report.Problems));
        Assert.True(report.Entries >= 3);
        await Assert.ThrowsAsync<PostgresException>(async () => await _dataSource.CreateCommand("update identity.audit set actor = 'somebody else'").ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task List_Filters_FindTheirEntriesAndRefuseNonsense()
    {
        var audit = new AuditTrail(_dataSource, TimeProvider.System);
        foreach (var (actor, action, subject) in ((string, string, string)[])[("ann", "user.created", "user/bob"), ("ann (key build)", "user.disabled", "user/bob"), ("bob", "users.listed", "users/all"), ("x\0\n' --", "user.created", new string('é', 5000))])
            await audit.RecordAsync(new AuditEntry(actor, action, subject, null, AuditDigest.Of(subject), "::1"), CancellationToken.None);

        foreach (var (query, count) in ((string, int)[])[("actor=ann", 2), ("actor=bob", 1), ("actor=%25", 0), ("action=user", 3), ("action=user.created", 2), ("subject=user/bob", 2), ("subject=user", 2), ("subject=users", 1), ("actor=ann&action=user.created&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z", 1), ("actor=ann&to=2020-01-01T00:00:00Z", 0)])
            Assert.Equal((query, count), (query, (await _client.GetFromJsonAsync<JsonElement>("/api/v1/audit?" + query)).GetProperty("total").GetInt32()));
        foreach (var query in (string[])["page=-1", "pageSize=0", "from=yesterday", "actor=" + new string('a', 300)])
            Assert.Equal((query, HttpStatusCode.BadRequest), (query, (await _client.GetAsync("/api/v1/audit?" + query)).StatusCode));
        // However odd the entry: the ledger goes on.
        Assert.NotEmpty(await LedgerBodyAsync("audit/" + await audit.RecordAsync(new AuditEntry("ann", "user.created", "user/last", null, null, "-"), CancellationToken.None)));
    }

    [Fact]
    public async Task Record_TransactionThatFails_LeavesNothing()
    {
        await using (var connection = await _dataSource.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await new AuditTrail(_dataSource, TimeProvider.System).RecordAsync(connection, new AuditEntry("ann", "user.created", "user/ghost", null, null, "-"), CancellationToken.None);
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, (await _client.GetFromJsonAsync<JsonElement>("/api/v1/audit?subject=user/ghost")).GetProperty("total").GetInt32());
    }

    private async Task<JsonElement> ChangeAsync(string method, string path, object? body = null)
    {
        using var response = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) });
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private async Task<byte[]> LedgerBodyAsync(string key)
    {
        byte[]? body = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var command = _dataSource.CreateCommand("select body from ledger.entries where key = $1");
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
                return (body = await command.ExecuteScalarAsync() as byte[]) is not null;
            },
            $"the ledger holds {key}");
        return body!;
    }
}
