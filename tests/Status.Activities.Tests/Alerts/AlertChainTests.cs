using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Status.Activities.Alerts;
using Status.Activities.Alerts.Storage;
using Status.Activities.Webhooks;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence;

namespace Status.Activities.Tests.Alerts;

/// <summary>From the fact that a promise is broken to the signed message at a receiver: real stores, engine, followers and outbox.</summary>
public sealed class AlertChainTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly TimeSpan _ceiling = TimeSpan.FromSeconds(120);
    private readonly ConcurrentQueue<(string Type, WebhookVerdict Verdict, string Id)> _received = new();
    private readonly SemaphoreSlim _arrived = new(0);

    [Fact]
    public async Task Violation_UntilRestoration_TellsTheReceiverTwiceAndWaitsForItsAcknowledgement()
    {
        await using var receiver = await ReceiverAsync();
        using var host = Host(receiver.Urls.First());
        var publisher = ActivatorUtilities.GetServiceOrCreateInstance<DefinitionPublisher>(host.Services);
        var imported = await publisher.ImportShippedAsync(await File.ReadAllTextAsync(ShippedWorkflows.Path("alert-routing.json")), default);
        Assert.True(imported.Outcome == ImportOutcome.Published, string.Join('\n', imported.Problems));
        await host.StartAsync();
        var feed = host.Services.GetRequiredService<IFeed>();
        var store = host.Services.GetRequiredService<AlertStore>();

        // The same violation three times: one alert, one message.
        await feed.AppendAsync([Fact("guarantee.violated", 0), Fact("guarantee.violated", 1), Fact("guarantee.violated", 2)], default);
        Assert.True(await _arrived.WaitAsync(_ceiling), await StateAsync(feed));
        var alert = Assert.Single((await store.ListAsync(new AlertFilter(), default)).Items);

        await feed.AppendAsync([AlertRequests.Acknowledge(alert.Id, "ada", "on it")], default);
        await FactAsync(feed, "alert.acknowledged");
        await feed.AppendAsync([Fact("guarantee.restored", 10)], default);
        Assert.True(await _arrived.WaitAsync(_ceiling), await StateAsync(feed));
        await FactAsync(feed, "alert.resolved");
        await EndedAsync(feed);
        await host.StopAsync();

        Assert.Equal(["alert.raised", "alert.resolved"], _received.Select(message => message.Type));
        Assert.All(_received, message => Assert.Equal(WebhookVerdict.Genuine, message.Verdict));
        var resolved = await store.FindAsync(alert.Id, default);
        Assert.Equal((AlertState.Resolved, "ada"), (resolved!.State, resolved.AcknowledgedBy));
        var kinds = (await store.ReadTimelineAsync(alert.Id, default)).Select(line => line.Kind).ToList();
        Assert.Equal(("raised", "resolved"), (kinds[0], kinds[^1]));
        Assert.Contains("acknowledged", kinds);
    }

    private static FactDraft Fact(string type, int minute)
    {
        var body = (DataObject)DataJson.Parse(
            """{"guaranteeId":"latency","scope":{},"value":700,"objective":"p95 <= 500","reason":"p95 was 700","agreementId":"tpa-chain","agreementName":"Chain","description":"Latency","severity":"high"}""")!;
        body["evaluatedUntil"] = new DateTimeOffset(2026, 1, 1, 0, minute, 0, TimeSpan.Zero);
        return new FactDraft(type, body, $"{type}-{minute}");
    }

    private async Task FactAsync(IFeed feed, string type)
    {
        using var patience = new CancellationTokenSource(_ceiling);
        while (!(await feed.ReadAsync(0, 1000, patience.Token)).Any(fact => fact.Type == type))
            await feed.WaitAsync(await feed.GetHeadAsync(patience.Token), patience.Token);
    }

    /// <summary>The run that waited for the acknowledgement has gone on.</summary>
    private async Task EndedAsync(IFeed feed)
    {
        using var patience = new CancellationTokenSource(_ceiling);
        await using var waiting = database.DataSource.CreateCommand("select count(*) from workflows.bookmarks");
        while (await waiting.ExecuteScalarAsync(patience.Token) is not 0L)
            await feed.WaitAsync(await feed.GetHeadAsync(patience.Token), patience.Token);
    }

    private async Task<string> StateAsync(IFeed feed)
    {
        var facts = (await feed.ReadAsync(0, 1000, default)).Select(fact => $"{fact.Position} {fact.Type} {DataJson.ToJson(fact.Body)}");
        await using var command = database.DataSource.CreateCommand(
            "select coalesce(string_agg(case when get_byte(state, 0) = 1 then id || ' (packed)' else convert_from(state, 'UTF8') end, E'\n'), '') from workflows.instances");
        return string.Join('\n', facts) + "\n" + await command.ExecuteScalarAsync();
    }

    private async Task<WebApplication> ReceiverAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/", async (HttpRequest request) =>
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer);
            var check = WebhookVerifier.Check(
                new WebhookSourceOptions { Secret = Secret }, name => request.Headers[name], buffer.ToArray(), TimeProvider.System.GetUtcNow());
            _received.Enqueue(((string)((DataObject)DataJson.Parse(buffer.ToArray())!)["type"]!, check.Verdict, check.DeliveryId ?? ""));
            _arrived.Release();
        });
        await app.StartAsync();
        return app;
    }

    private IHost Host(string address)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Status:Alerts:Receivers:ops:Url"] = address,
            ["Status:Alerts:Receivers:ops:Secret"] = Secret,
        });
        builder.Services.AddSingleton(database.DataSource);
        builder.Services.AddOutgoingHttp();
        builder.Services.AddWorkflowEngine().AddActivitiesFrom(typeof(AlertsServices).Assembly);
        builder.Services.AddPostgresWorkflowStores();
        builder.Services.AddAlerts();
        builder.Services.AddWorkflowFeed();
        builder.Services.AddRunWorker();
        return builder.Build();
    }
}
