using System.Net;
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
using Status.Host.Api.Alerts;
using Status.Host.Api.Evidence;
using Status.Host.Identity.Audit;
using Status.Host.Tests.Identity;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Http;
using Status.Workflows.Persistence;

namespace Status.Host.Tests.Api;

public sealed class EvidenceAndAlertsApiTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const string Page = "<script>alert(1)</script>";
    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private long _followed;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(database.DataSource);
        builder.Services.AddPostgresWorkflowStores();
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddOutgoingHttp();
        builder.Services.AddEvidence().AddAlerts();
        builder.Services.AddSingleton<Activities.Ledger.Storage.LedgerStore>();
        builder.Services.AddSingleton<Activities.Compliance.IMetricSamples, NoSamples>();
        builder.Services.AddProblemDetails();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, Ada>("test", null);
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IAuthorizationHandler, AllowAll>();
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        var api = _app.MapGroup("/api/v1");
        api.MapEvidence();
        api.MapAlerts();
        await _app.StartAsync();
        _client = _app.GetTestClient();
        await SeedAsync();
        _followed = await _app.Services.GetRequiredService<IFeed>().GetHeadAsync(default);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Evidence_OfAControl_IsListedAndReadWithItsProvenance()
    {
        var list = await _client.GetFromJsonAsync<JsonElement>("/api/v1/evidence?controlId=ctl-1&kind=http&sort=collectedAt&pageSize=1");
        Assert.Equal(1, list.GetProperty("total").GetInt64());
        var item = list.GetProperty("items")[0];
        Assert.Equal("Sevilla", item.GetProperty("scope").GetProperty("site").GetString());
        Assert.Equal("https://ci.example/", item.GetProperty("provenance").GetProperty("url").GetString());
        var one = await _client.GetFromJsonAsync<JsonElement>("/api/v1/evidence/ev-1");
        Assert.Equal(item.GetProperty("digest").GetString(), one.GetProperty("evidence").GetProperty("digest").GetString());
        Assert.Equal("valid", one.GetProperty("validity").GetString());
        Assert.Equal(JsonValueKind.Null, one.GetProperty("ledgerIndex").ValueKind);
    }

    [Fact]
    public async Task Evidence_SearchedAndOrdered_ComesAsAskedFor()
    {
        var found = await _client.GetFromJsonAsync<JsonElement>("/api/v1/evidence?q=CI.example");
        Assert.Equal("ev-1", Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(["ev-2", "ev-1"], await IdsAsync("/api/v1/evidence?sort=size"));
        Assert.Equal(["ev-2", "ev-1"], await IdsAsync("/api/v1/evidence?sort=-kind", reverse: true));
        Assert.Empty(await IdsAsync("/api/v1/evidence?expiredAt=2100-01-01T00:00:00Z"));
    }

    [Fact]
    public async Task Alerts_BySeverity_PutTheMostUrgentFirst()
    {
        await ExecuteAsync("update alerts.alerts set severity = case id when 'al-list' then 'low' when 'al-ack' then 'critical' else 'info' end");
        Assert.Equal(["al-ack", "al-list", "al-done"], await IdsAsync("/api/v1/alerts?sort=-severity"));
        Assert.Empty(await IdsAsync("/api/v1/alerts?q=nothing%20like%20it"));
        Assert.Equal(3, (await IdsAsync("/api/v1/alerts?q=titl")).Count);
    }

    [Fact]
    public async Task Comment_OnAnAlert_IsOneLineHoweverOftenItIsSent()
    {
        var commenting = _client.PostAsJsonAsync("/api/v1/alerts/al-done/comments", new { text = "looked at it", id = "c1" });
        await FollowAsync();
        using var response = await commenting;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var again = await _client.PostAsJsonAsync("/api/v1/alerts/al-done/comments", new { text = "looked at it", id = "c1" });
        var timeline = (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("timeline").EnumerateArray().ToList();
        Assert.Equal(["raised", "commented"], timeline.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(("ada", "looked at it"), (timeline[1].GetProperty("actor").GetString(), timeline[1].GetProperty("text").GetString()));
        using var empty = await _client.PostAsJsonAsync("/api/v1/alerts/al-done/comments", new { text = " " });
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
    }

    private async Task<IReadOnlyList<string?>> IdsAsync(string url, bool reverse = false)
    {
        var ids = (await _client.GetFromJsonAsync<JsonElement>(url)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();
        if (reverse) ids.Reverse();
        return ids;
    }

    [Fact]
    public async Task Content_OfCollectedHtml_IsAnAttachmentWithItsDigestAsTag()
    {
        using var response = await _client.GetAsync("/api/v1/evidence/ev-1/content");
        Assert.Equal(Page, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/evidence/ev-1/content");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await _client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Content_ThatWasChanged_IsRefusedWithAReason()
    {
        await ExecuteAsync("update evidence.blobs set bytes = convert_to(repeat('y', size), 'UTF8') where digest = sha256(convert_to('tampered', 'UTF8'))");
        using var response = await _client.GetAsync("/api/v1/evidence/ev-2/content");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("another digest", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/evidence?digest=xyz&from=yesterday&page=-1&pageSize=5000&sort=colour", 5)]
    [InlineData("/api/v1/alerts?state=burning&severity=loud&to=13-13-2026&page=x", 4)]
    public async Task List_WithABadQuery_NamesEveryMistake(string url, int mistakes)
    {
        using var response = await _client.GetAsync(url);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(mistakes, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("/api/v1/evidence/none")]
    [InlineData("/api/v1/evidence/none/content")]
    [InlineData("/api/v1/alerts/none")]
    public async Task Get_OfNothing_IsNotFound(string url)
    {
        using var response = await _client.GetAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Alerts_ByState_AreListedWithTheirTimeline()
    {
        var list = await _client.GetFromJsonAsync<JsonElement>("/api/v1/alerts?state=open&agreementId=tpa-list");
        Assert.Equal("al-list", list.GetProperty("items")[0].GetProperty("id").GetString());
        var one = await _client.GetFromJsonAsync<JsonElement>("/api/v1/alerts/al-list");
        Assert.Equal("raised", one.GetProperty("timeline")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Acknowledge_OfAFiringAlert_IsCarriedOutByTheFollowerOnce()
    {
        var acknowledging = _client.PostAsJsonAsync("/api/v1/alerts/al-ack/acknowledge", new { comment = "on it" });
        await FollowAsync();
        using var response = await acknowledging;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var alert = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("acknowledged", "ada", "on it"),
            (alert.GetProperty("state").GetString(), alert.GetProperty("acknowledgedBy").GetString(), alert.GetProperty("comment").GetString()));

        var head = await _app.Services.GetRequiredService<IFeed>().GetHeadAsync(default);
        using var again = await _client.PostAsJsonAsync("/api/v1/alerts/al-ack/acknowledge", new { comment = "twice" });
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(head, await _app.Services.GetRequiredService<IFeed>().GetHeadAsync(default));
    }

    [Fact]
    public async Task Acknowledge_OfAResolvedAlert_IsAConflict()
    {
        using var response = await _client.PostAsJsonAsync("/api/v1/alerts/al-done/acknowledge", new { });
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        using var tooLong = await _client.PostAsJsonAsync("/api/v1/alerts/al-list/acknowledge", new { comment = new string('x', 2001) });
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    private async Task FollowAsync()
    {
        // What the follower loop does, once the request is on the feed.
        var feed = _app.Services.GetRequiredService<IFeed>();
        var follower = _app.Services.GetServices<Follower>().Single(f => f.Name == "alerts.responses");
        IReadOnlyList<Fact> facts;
        while ((facts = await feed.ReadAsync(_followed, 100, default)).Count == 0) await feed.WaitAsync(_followed, default);
        var effect = await follower.DigestAsync([.. facts.Where(fact => follower.FactTypes.Contains(fact.Type))], default);
        await WriteExecutor.CommitAsync(database.DataSource, effect.Writes);
    }

    private async Task SeedAsync()
    {
        await ExecuteAsync("delete from alerts.alerts; delete from alerts.conditions; delete from evidence.items; delete from evidence.blobs");
        await ExecuteAsync(
            $$"""
            insert into evidence.blobs select sha256(b), octet_length(b), b, now() from (values (convert_to('{{Page}}', 'UTF8')), (convert_to('tampered', 'UTF8'))) v (b);
            insert into evidence.items (id, digest, size, media_type, kind, source, control_id, scope, scope_key, collected_at, valid_from, instance_id, provenance)
            select 'ev-1', digest, size, 'text/html', 'http', 'https://ci.example/', 'ctl-1', '{"site":"Sevilla"}', '{"site":"Sevilla"}', now(), now(), 'run-1', '{"url":"https://ci.example/"}'
            from evidence.blobs where digest = sha256(convert_to('{{Page}}', 'UTF8'));
            insert into evidence.items (id, digest, size, media_type, kind, source, control_id, scope, scope_key, collected_at, valid_from, instance_id, provenance)
            select 'ev-2', digest, size, 'text/plain', 'document', 'test', 'ctl-2', '{}', '{}', now(), now(), 'run-1', '{}'
            from evidence.blobs where digest = sha256(convert_to('tampered', 'UTF8'))
            """);
        foreach (var (id, state, resolved) in new[] { ("al-list", "firing", "null"), ("al-ack", "firing", "null"), ("al-done", "resolved", "now()") })
        {
            await ExecuteAsync(
                $$"""
                insert into alerts.conditions values ('{{id}}', 'epoch');
                insert into alerts.alerts (id, fingerprint, state, severity, title, source, agreement_id, scope, details, observed_at, opened_at, last_seen_at, resolved_at, instance_id)
                values ('{{id}}', '{{id}}', '{{state}}', 'high', 'Title', 'agreement', 'tpa-{{id[3..]}}', '{}', '{}', now(), now(), now(), {{resolved}}, 'run-1');
                insert into alerts.events values ('{{id}}', 'k', now(), 'raised', 'run-1', 'Title')
                """);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class NoSamples : Activities.Compliance.IMetricSamples
    {
        public Task<IReadOnlyList<Activities.Compliance.MetricSampleValue>> ReadAsync(
            string series, IReadOnlyDictionary<string, string> labels, Activities.Compliance.TimeWindow window, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Activities.Compliance.MetricSampleValue>>([]);
    }

    /// <summary>What the routes ask for is the host's matter; here everybody is Ada.</summary>
    private sealed class Ada(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ada")], "test")), "test")));
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
