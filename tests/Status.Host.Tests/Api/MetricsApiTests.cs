using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Ingestion;
using Status.Activities.Metrics.Storage;
using Status.Host.Api.Metrics;
using Status.Host.Identity;

namespace Status.Host.Tests.Api;

public sealed class MetricsApiTests : IAsyncLifetime
{
    private static readonly DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var options = new MetricsOptions { BatchLimit = 10, BodyLimit = 4096, PointLimit = 100 };
        var store = new InMemoryMetricStore(TimeProvider.System, options);
        builder.Services.AddSingleton(Options.Create(options));
        builder.Services.AddSingleton<TimeProvider>(new FixedTime());
        builder.Services.AddSingleton<IMetricSink>(store).AddSingleton<IMetricReader>(store).AddSingleton<IMetricWindows>(store);
        builder.Services.AddSingleton<SampleReader>().AddSingleton<MetricIngestor>();
        builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<MetricIngestor>());
        // What the routes ask for is looked at below; who holds it is not this test's matter.
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IAuthorizationHandler, AllowEverything>();
        builder.Services.AddProblemDetails();
        _app = builder.Build();
        _app.UseAuthorization();
        _app.MapGroup("/api/v1").MapMetrics();
        await _app.StartAsync();
        _client = _app.GetTestClient();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Ingest_MixedBatch_AccountsForEverySample()
    {
        const string Body = """
            {"samples":[
              {"name":"cpu","labels":{"host":"a"},"at":"2026-11-20T12:00:00Z","value":1},
              {"name":"cpu","labels":{"host":"a"},"at":"2026-11-20T12:00:00Z","value":1},
              {"name":"cpu","labels":{"host":"a"},"at":"2026-11-20T12:00:00Z","value":2},
              {"name":"cpu","labels":{"host":"a"},"at":"2026-11-20T11:59:50Z","value":NaN},
              {"name":"cpu","labels":{"host":"a"},"at":"2026-11-21T12:00:00Z","value":3},
              {"name":"cpu","labels":{"host":"b"},"at":"2026-11-20T12:00:00Z","value":4}]}
            """;

        using var response = await PostAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(2, report.GetProperty("accepted").GetInt32());
        Assert.Equal(1, report.GetProperty("duplicates").GetInt32());
        Assert.Equal(
            ["2 $.samples[2].value conflict", "3 $.samples[3].value not-finite", "4 $.samples[4].at in-future"],
            report.GetProperty("rejected").EnumerateArray().Select(r => $"{r.GetProperty("index")} {r.GetProperty("path").GetString()} {r.GetProperty("code").GetString()}"));
    }

    [Fact]
    public async Task Ingest_Lines_AreReadOneByOne()
    {
        using var response = await PostAsync("""{"name":"a","at":1795176000000,"value":1}""" + "\n{\n", "application/x-ndjson");

        var report = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((1, 1), (report.GetProperty("accepted").GetInt32(), report.GetProperty("rejected").GetArrayLength()));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"samples":1}""")]
    public async Task Ingest_NoBatch_IsAProblemWithItsPath(string body)
    {
        using var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("$", problem.GetProperty("errors")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_TooLarge_Is413WithAndWithoutLength()
    {
        var body = new string(' ', 5000);
        using var response = await PostAsync(body);
        using var chunked = await _client.PostAsync(new Uri("/api/v1/metrics", UriKind.Relative), new StreamContent(new UnsizedStream(Encoding.UTF8.GetBytes(body))));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, chunked.StatusCode);
    }

    [Fact]
    public async Task Series_Pages_FollowTheCursor()
    {
        await PostAsync("""[{"name":"s","labels":{"n":"1"},"at":1795176000000,"value":1,"unit":"ms"},{"name":"s","labels":{"n":"2"},"at":1795176000000,"value":1},{"name":"t","at":1795176000000,"value":1}]""");

        var first = await GetAsync("series?name=s&limit=1");
        var second = await GetAsync($"series?name=s&limit=1&after={first.GetProperty("next")}");
        var labelled = await GetAsync("series?label.n=2");

        Assert.Equal("ms", first.GetProperty("items")[0].GetProperty("unit").GetString());
        Assert.Equal("2", second.GetProperty("items")[0].GetProperty("labels").GetProperty("n").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(1, labelled.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Query_Steps_AnswerPoints()
    {
        await PostAsync("""[{"name":"q","at":"2026-11-20T11:30:00Z","value":1},{"name":"q","at":"2026-11-20T11:30:10Z","value":3},{"name":"q","at":"2026-11-20T11:50:00Z","value":5}]""");

        var answer = await GetAsync("query?name=q&step=1m&aggregate=avg");

        Assert.Equal(60, answer.GetProperty("stepSeconds").GetDouble());
        Assert.Equal([2.0, 5.0], answer.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task Query_WrongParameters_AreAllNamed()
    {
        using var response = await _client.GetAsync(new Uri("/api/v1/metrics/query?from=tomorrow&to=2026-13-01&step=0s&aggregate=9&label.=x", UriKind.Relative));
        using var tooMany = await _client.GetAsync(new Uri("/api/v1/metrics/query?name=q&step=1s", UriKind.Relative));

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["aggregate", "from", "label.", "name", "step", "to"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.StatusCode);
    }

    [Fact]
    public void Routes_EachAsksForAPermission()
    {
        var endpoints = _app.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints;

        Assert.Equal(
            ["read:metrics", "read:metrics", "write:metrics"],
            endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<AuthorizationPolicy>()!.Requirements.OfType<PermissionRequirement>().Single().Permission).Order());
    }

    private Task<HttpResponseMessage> PostAsync(string body, string type = "application/json") =>
        _client.PostAsync(new Uri("/api/v1/metrics", UriKind.Relative), new StringContent(body, Encoding.UTF8, type));

    private async Task<JsonElement> GetAsync(string path) =>
        await _client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/metrics/" + path, UriKind.Relative));

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => _now;
    }

    private sealed class AllowEverything : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            foreach (var requirement in context.PendingRequirements) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    private sealed class UnsizedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
