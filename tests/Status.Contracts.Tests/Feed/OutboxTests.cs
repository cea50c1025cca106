using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Feed.Outbox;
using Status.Workflows.Model.Data;
using Status.Workflows.Scheduling;

namespace Status.Contracts.Tests.Feed;

/// <summary>From the fact that asks for a delivery to the fact that ends it.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private static readonly TimeSpan _ceiling = TimeSpan.FromSeconds(120);

    private readonly Receiver _receiver = new();
    private readonly StoreHost _host;
    private readonly DeliverySender _sender;

    public OutboxTests()
    {
        _host = StoreHost.InMemory(configure: services =>
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            services.AddWorkflowFeed();
            services.AddSingleton(new DeliveryReceivers(name => name == "ops" ? new DeliveryRoute(new Uri("https://ops.example/hook"), "0123456789abcdef", [new("X-Token", "t")]) : null));
            services.AddHttpClient(DeliverySender.ReceiverClient).ConfigurePrimaryHttpMessageHandler(() => _receiver);
            services.Configure<DeliveryOptions>(o => o.MaxAttempts = 3);
        });
        _sender = _host.Services.GetServices<IHostedService>().OfType<DeliverySender>().Single();
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Delivery_ReceiverBusyThenWell_ArrivesSignedWithOneKey()
    {
        await RequestAsync("k1", "ops");
        _receiver.Answers.Enqueue(() =>
        {
            var busy = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMinutes(2));
            return busy;
        });

        await _sender.SendDueAsync(default);
        _host.Time.Advance(TimeSpan.FromSeconds(119));
        await _sender.SendDueAsync(default);
        Assert.Single(_receiver.Requests);
        _host.Time.Advance(TimeSpan.FromSeconds(2));
        await _sender.SendDueAsync(default);
        await _sender.SendDueAsync(default);

        Assert.Equal(2, _receiver.Requests.Count);
        Assert.All(_receiver.Requests, r => Assert.Equal(("k1", "msg_1", "t", """{"a":1}"""), (r["Idempotency-Key"], r["webhook-id"], r["X-Token"], r["body"])));
        var last = _receiver.Requests[^1];
        var signed = Encoding.UTF8.GetBytes($"msg_1.{last["webhook-timestamp"]}.{last["body"]}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData("0123456789abcdef"u8, signed)), last["webhook-signature"]);
        var end = (await _host.Feed.ReadAsync(1, 10, default)).Single(f => f.Type == "delivery.succeeded");
        Assert.Equal(("k1", 2.0, 1L, 1), (end.Key, end.Body["attempts"], end.Cause, end.Depth));
    }

    [Fact]
    public async Task Delivery_ReceiverUnknownToTheEnd_IsGivenUpAndSaysWhy()
    {
        await RequestAsync("k2", "nobody");
        for (var i = 0; i < 3; i++)
        {
            await _sender.SendDueAsync(default);
            _host.Time.Advance(TimeSpan.FromHours(7));
        }

        var end = (await _host.Feed.ReadAsync(1, 10, default)).Single(f => f.Type == "delivery.failed");
        Assert.Contains("nobody", (string)end.Body["error"]!, StringComparison.Ordinal);
        Assert.Equal(new DeliveryCounts(0, 1), await _host.Services.GetRequiredService<IDeliveryStore>().CountAsync(default));
    }

    [Fact]
    public async Task TimerService_TimerMadeWhileItSleeps_Fires()
    {
        var service = _host.Services.GetServices<IHostedService>().OfType<TimerService>().Single();
        await service.StartAsync(default);
        var signals = _host.Services.GetRequiredService<StoreSignals>();
        await _host.Timers.ReplaceTriggersAsync(
            "d", [new TriggerTimer { DefinitionId = "d", ActivityId = "a", Schedule = "01:00:00", Kind = ScheduleKind.Interval, Due = _host.Time.GetUtcNow() }], default);

        IReadOnlyList<ClaimedRun> claimed = [];
        using var ceiling = new CancellationTokenSource(_ceiling);
        while (claimed.Count == 0)
        {
            var next = signals.Inbox.Next;
            claimed = await _host.Inbox.ClaimAsync("x", 10, default);
            if (claimed.Count == 0) await next.WaitAsync(ceiling.Token);
        }

        Assert.Equal("d", claimed[0].Items[0].DefinitionId);
        await service.StopAsync(default);
    }

    /// <summary>Commits the request and lets the follower take it.</summary>
    private async Task RequestAsync(string key, string receiver)
    {
        var body = new DataObject { ["id"] = "msg_1", ["receiver"] = receiver, ["contentType"] = "application/json", ["body"] = """{"a":1}""" };
        await _host.Feed.AppendAsync([new FactDraft("delivery.requested", body, key)], default);
        var service = _host.Services.GetServices<IHostedService>().OfType<FollowerService>().Single();
        await service.StartAsync(default);
        var store = _host.Services.GetRequiredService<IDeliveryStore>();
        await Eventually.TrueAsync(async () => (await store.CountAsync(default)).Pending > 0, "the follower has taken the request");
        await service.StopAsync(default);
    }

    /// <summary>Keeps requests; answers what was prepared, otherwise 204.</summary>
    private sealed class Receiver : HttpMessageHandler
    {
        public List<Dictionary<string, string>> Requests { get; } = [];

        public Queue<Func<HttpResponseMessage>> Answers { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var kept = request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
            kept["body"] = await request.Content!.ReadAsStringAsync(cancellationToken);
            Requests.Add(kept);
            return Answers.TryDequeue(out var answer) ? answer() : new HttpResponseMessage(HttpStatusCode.NoContent);
        }
    }
}
