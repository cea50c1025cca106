using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Activities.Alerts;
using Status.Activities.Evidence;
using Status.Activities.Ledger;
using Status.Activities.Metrics;
using Status.Activities.Registry.Agreements;
using Status.Host.Api.Overview;
using Status.Host.Api.Registry;
using Status.Host.Identity;
using Status.Testing;
using Status.Workflows.Http;
using Status.Workflows.Persistence;

namespace Status.Host.Tests.Api;

/// <summary>What the console's first page asks for, over a database in which something happened.</summary>
public sealed class OverviewApiTests : IAsyncLifetime
{
    private const string Document = """
        {"id":"svc","context":{"name":"Service","definitions":{"parameters":{"MIN":99}}},
         "terms":{"metrics":{"UP":{"measure":{"series":"up","aggregate":"avg","unit":"percent"}}},
          "guarantees":[{"id":"UP","description":"It answers","of":[{"objective":"UP >= MIN","window":{"type":"dynamic","period":"hourly"}}]}]}}
        """;

    private LedgerHarness _ledger = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _ledger = await LedgerHarness.CreateAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(_ledger.DataSource).AddSingleton(_ledger.Signer).AddLedger();
        builder.Services.AddPostgresWorkflowStores();
        builder.Services.AddOutgoingHttp();
        builder.Services.AddRegistryCapability();
        builder.Services.AddMetricsStore();
        builder.Services.AddEvidence().AddAlerts().AddOverview();
        builder.Services.AddProblemDetails();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, Caller>("test", null);
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IAuthorizationHandler, AllowAll>();
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        var api = _app.MapGroup("/api/v1");
        api.MapOverview();
        api.MapAgreementStates();
        await SeedAsync();
        _client = await ClientAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task Overview_OfWhatHappened_ShowsEveryPart()
    {
        var overview = await GetAsync("/api/v1/overview", "*");
        var agreement = overview.GetProperty("agreements").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "svc");
        Assert.Equal("violated", agreement.GetProperty("state").GetString());
        var guarantee = agreement.GetProperty("guarantees")[0];
        Assert.Equal((97.5m, "percent", 99m), (guarantee.GetProperty("value").GetDecimal(), guarantee.GetProperty("unit").GetString(), guarantee.GetProperty("bounds")[0].GetProperty("value").GetDecimal()));
        Assert.Equal(["fulfilled", "violated"], guarantee.GetProperty("trend").EnumerateArray().Select(step => step.GetProperty("state").GetString()));
        // Without controls the evaluation's own schedule counts.
        Assert.Equal(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), agreement.GetProperty("nextEvaluationAt").GetDateTimeOffset());
        Assert.Equal(1, overview.GetProperty("alerts").GetProperty("bySeverity").GetProperty("high").GetInt64());
        Assert.Equal(3, overview.GetProperty("ledger").GetProperty("size").GetInt64());
        var runs = overview.GetProperty("runs");
        Assert.Equal((1L, 1L, 1L), (runs.GetProperty("running").GetInt64(), runs.GetProperty("waiting").GetInt64(), runs.GetProperty("failedLastDay").GetInt64()));
        Assert.Equal("failed", runs.GetProperty("latestFailures")[0].GetProperty("id").GetString());
        Assert.Equal(0, overview.GetProperty("evidence").GetProperty("lastDay").GetInt64());
    }

    [Fact]
    public async Task Overview_ForSomebodyWhoMayReadOnlyAlerts_LeavesTheRestOut()
    {
        var overview = await GetAsync("/api/v1/overview", "read:alerts");
        Assert.Equal(JsonValueKind.Object, overview.GetProperty("alerts").ValueKind);
        foreach (var part in new[] { "agreements", "evidence", "ledger", "runs" }) Assert.Equal(JsonValueKind.Null, overview.GetProperty(part).ValueKind);
    }

    [Fact]
    public async Task History_OfAGuarantee_HasItsValuesAndItsLimit()
    {
        var history = await GetAsync("/api/v1/agreements/svc/guarantees/UP/history?buckets=1000", "*");
        var series = Assert.Single(history.GetProperty("series").EnumerateArray());
        Assert.Equal([99.9m, 97.5m], series.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("value").GetDecimal()));
        Assert.Equal(99m, series.GetProperty("bounds")[0].GetProperty("value").GetDecimal());
        foreach (var (url, status) in new[] { ("UP/history?from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", 400), ("UP/history?buckets=0", 400), ("DOWN/history", 404) })
        {
            using var response = await _client.GetAsync("/api/v1/agreements/svc/guarantees/" + url);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Agreements_FilteredAndSorted_ComeAsAPage()
    {
        var found = await GetAsync("/api/v1/agreements?q=SERV&state=violated&sort=-name", "*");
        Assert.Equal("svc", Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(0, (await GetAsync("/api/v1/agreements?q=svc&state=fulfilled", "*")).GetProperty("total").GetInt64());
        var one = await GetAsync("/api/v1/agreements/svc", "*");
        Assert.Equal("It answers", one.GetProperty("guarantees")[0].GetProperty("description").GetString());
        using var bad = await _client.GetAsync("/api/v1/agreements?sort=colour");
        Assert.Equal(400, (int)bad.StatusCode);
    }

    private async Task SeedAsync()
    {
        var store = _app.Services.GetRequiredService<IAgreementStore>();
        await store.CreateAsync("svc", JsonDocument.Parse(Document).RootElement, "ada", default);
        await _ledger.FillAsync(3, 3);
        await using var command = _ledger.DataSource.CreateCommand("""
            insert into registry.points (agreement_id, guarantee_id, scope_key, window_to, window_from, id, agreement_version, scope, evaluated_until, verdict, value, objective, metrics, reason)
            select 'svc', 'UP', '{}', t, t - interval '1 hour', gen_random_uuid(), 1, '{}', t, v, n, 'UP >= MIN', '{}', 'because'
            from (values (now() - interval '3 hours', 'fulfilled', 99.9), (now() - interval '1 minute', 'violated', 97.5)) p(t, v, n);
            insert into registry.guarantee_states (agreement_id, guarantee_id, scope_key, scope, agreement_version, verdict, standing, since, value, objective, metrics, reason, window_from, window_to, evaluated_until)
            values ('svc', 'UP', '{}', '{}', 1, 'violated', 'violated', now(), 97.5, 'UP >= MIN', '{}', 'because', now() - interval '1 hour', now(), now());
            insert into alerts.conditions values ('f', 'epoch');
            insert into alerts.alerts (id, fingerprint, state, severity, title, source, scope, details, observed_at, opened_at, last_seen_at, instance_id)
            values ('a', 'f', 'firing', 'high', 'Title', 'agreement', '{}', '{}', now(), now(), now(), 'run');
            insert into workflows.timers (id, kind, due, definition_id, activity_id, schedule, schedule_kind, time_zone, misfire)
            values ('t', 0, '2100-01-01T00:00:00Z', 'agreement-evaluation', 'Cron', '0 0 0 1 1 *', 1, 'UTC', 1);
            insert into workflows.instances (id, definition_id, definition_version_id, version, revision, commit_id, status, sub_status, incident_count, created_at, updated_at, cause, depth, state_version, state, is_system)
            values ('waiting', 'd', 'v', 1, 1, gen_random_uuid(), 0, 2, 0, now() - interval '3 days', now(), 0, 0, 1, '', false),
                   ('failed', 'd', 'v', 1, 1, gen_random_uuid(), 1, 5, 1, now(), now(), 0, 0, 1, '', false),
                   ('old', 'd', 'v', 1, 1, gen_random_uuid(), 1, 5, 1, now() - interval '3 days', now(), 0, 0, 1, '', false)
            """);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<HttpClient> ClientAsync()
    {
        await _app.StartAsync();
        return _app.GetTestClient();
    }

    private async Task<JsonElement> GetAsync(string url, string permission)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("x-holds", permission);
        using var response = await _client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private sealed class Caller(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(Permission.ClaimType, Request.Headers["x-holds"].ToString())], "test")), "test")));
    }

    private sealed class AllowAll : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            foreach (var requirement in context.PendingRequirements.ToList()) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}
