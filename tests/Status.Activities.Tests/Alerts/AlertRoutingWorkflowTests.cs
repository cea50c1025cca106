using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities.Alerts;
using Status.Activities.Alerts.Routing;
using Status.Activities.Alerts.Storage;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Alerts;

/// <summary>The shipped <c>workflows/alert-routing.json</c>, with its writes on a real database.</summary>
public sealed class AlertRoutingWorkflowTests : IAsyncLifetime
{
    // A database for each test: the test host's run ids are the same in every test, and so are the ids that follow from them.
    private readonly PostgresDatabase _database = new();
    private AlertStore _store = null!;

    /// <summary>Facts of writes that really applied; the test host's own store counts every write as applied.</summary>
    private readonly List<FactDraft> _applied = [];

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _store = new AlertStore(_database.DataSource);
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Routing_OfAViolation_RaisesOnceAndTellsEachReceiverOnce()
    {
        await using var host = Host(Receivers("ops", "sec"));
        await SendAsync(host, "OnViolated", Violation("g-once"));
        await SendAsync(host, "OnViolated", Violation("g-once"));
        var raised = Assert.Single(_applied);
        Assert.Equal("alert.raised", raised.Type);

        await SendAsync(host, "OnRaised", raised.Body);

        var deliveries = host.Facts.Where(fact => fact.Type == "delivery.requested").ToList();
        Assert.Equal(["ops", "sec"], deliveries.Select(fact => fact.Body["receiver"]));
        Assert.Equal(2, deliveries.Select(fact => fact.Body["id"]).Distinct().Count());
        var message = (DataObject)((DataObject)DataJson.Parse((string)deliveries[0].Body["body"]!)!)["data"]!;
        Assert.Equal("[critical] Platform: Availability", message["subject"]);
        Assert.Contains("p95 was 700", (string)message["text"]!, StringComparison.Ordinal);
        Assert.Single(host.Store.Bookmarks, bookmark => Equals(bookmark.Payload["Fingerprint"], raised.Body["fingerprint"]));
        Assert.Equal(raised.Body["alertId"], host.Store.Commits[^1].Instance.CorrelationId);
    }

    [Fact]
    public async Task Routing_WhenNobodyAnswers_TellsTheNextTier()
    {
        var receivers = Receivers("ops");
        receivers.Receivers["boss"] = new ReceiverOptions { Url = new Uri("https://boss.example/"), Tier = 1 };
        await using var host = Host(receivers);
        await SendAsync(host, "OnViolated", Violation("g-late"));
        await SendAsync(host, "OnRaised", _applied[0].Body);
        await host.AdvanceAsync(TimeSpan.FromMinutes(14));
        Assert.Equal(["ops"], Told(host));
        await host.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["ops", "boss"], Told(host));
        Assert.Equal(InstanceSubStatus.Finished, host.Store.Commits[^1].Instance.SubStatus);
        Assert.Empty(host.Store.Bookmarks);
    }

    [Fact]
    public async Task Routing_WhenSomebodyAcknowledges_StopsTheEscalation()
    {
        var receivers = Receivers("ops");
        receivers.Receivers["boss"] = new ReceiverOptions { Url = new Uri("https://boss.example/"), Tier = 1 };
        await using var host = Host(receivers);
        await SendAsync(host, "OnViolated", Violation("g-taken"));
        var alert = _applied[0].Body;
        await SendAsync(host, "OnRaised", alert);
        await WriteExecutor.CommitAsync(_database.DataSource, [AlertWrites.Acknowledge((string)alert["alertId"]!, "ada", null, host.Time.GetUtcNow(), "ack")]);
        await host.SendAsync(AwaitAcknowledgement.StimulusName, AwaitAcknowledgement.StimulusFor((string)alert["fingerprint"]!));

        Assert.Equal(InstanceSubStatus.Finished, host.Store.Commits[^1].Instance.SubStatus);
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["ops"], Told(host));
        Assert.Empty(host.Store.Timers);
    }

    [Fact]
    public async Task Routing_OfARestoration_ResolvesAndTells()
    {
        await using var host = Host(Receivers("ops"));
        await SendAsync(host, "OnViolated", Violation("g-back"));
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var restored = Violation("g-back");
        restored["evaluatedUntil"] = host.Time.GetUtcNow();
        await SendAsync(host, "OnRestored", restored);
        Assert.Equal(["alert.raised", "alert.resolved"], _applied.Select(fact => fact.Type));
        await SendAsync(host, "OnResolved", _applied[1].Body);
        Assert.Equal(["ops"], Told(host));
        Assert.Equal(AlertState.Resolved, (await _store.FindAsync((string)_applied[0].Body["alertId"]!, default))!.State);
    }

    [Fact]
    public async Task Routing_WithoutReceivers_LeavesTheAlertVisible()
    {
        await using var host = Host(Receivers());
        await SendAsync(host, "OnViolated", Violation("g-alone"));
        await SendAsync(host, "OnRaised", _applied[0].Body);
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Empty(Told(host));
        Assert.Equal(InstanceSubStatus.Finished, host.Store.Commits[^1].Instance.SubStatus);
        Assert.Equal(AlertState.Firing, (await _store.FindAsync((string)_applied[0].Body["alertId"]!, default))!.State);
    }

    [Fact]
    public async Task Routing_OfAHostOverItsLimit_RaisesAnAlertAboutTheHost()
    {
        await using var host = Host(Receivers());
        await SendAsync(host, "OnThreshold", (DataObject)DataJson.Parse(
            """{"host":"web-1","checkedAt":"2026-03-14T12:00:00Z","cpu":97.25,"exceeded":[{"measure":"cpu","value":97.25,"limit":90}]}""")!);
        Assert.Equal(("host", "Host web-1: cpu 97.3 > 90"), (_applied[0].Body["source"], _applied[0].Body["title"]));
    }

    [Fact]
    public async Task Routing_EditedToTellAnotherReceiver_DoesSoWithoutABuild()
    {
        await using var host = Host(Receivers("ops", "other"));
        var edited = Definition().Replace("getVariable('CurrentValue')", "'other'", StringComparison.Ordinal);
        await SendAsync(host, "OnViolated", Violation("g-edited"), edited);
        await SendAsync(host, "OnRaised", _applied[0].Body, edited);
        Assert.Equal(["other", "other"], Told(host));
    }

    private static IEnumerable<object?> Told(WorkflowTestHost host) =>
        host.Facts.Where(fact => fact.Type == "delivery.requested").Select(fact => fact.Body["receiver"]);

    private static async Task SendAsync(WorkflowTestHost host, string trigger, DataObject body, string? definition = null)
    {
        host.Plans.Add(definition ?? Definition());
        var result = await host.StartAsync(new StartRun
        {
            DefinitionId = "alert-routing",
            TriggerActivityId = trigger,
            StimulusInput = new DataObject { ["body"] = DataJson.Parse(DataJson.ToJson(body)) },
        });
        Assert.True(result.Incidents.Count == 0, string.Join('\n', result.Incidents.Select(incident => incident.Message)));
    }

    private static DataObject Violation(string guarantee) => (DataObject)DataJson.Parse($$"""
        {"guaranteeId":"{{guarantee}}","scope":{"service":"api"},"state":"violated","value":700,"objective":"p95 <= 500","metrics":{"p95":700},"reason":"p95 was 700",
         "window":{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z"},"evaluatedUntil":"2026-01-01T12:00:00Z","promiseId":"tpa-1/{{guarantee}}","agreementId":"tpa-1",
         "agreementVersion":1,"agreementName":"Platform","description":"Availability","severity":"critical"}
        """)!;

    private static string Definition() => File.ReadAllText(ShippedWorkflows.Path("alert-routing.json"));

    private static AlertsOptions Receivers(params string[] names)
    {
        var options = new AlertsOptions();
        foreach (var name in names) options.Receivers[name] = new ReceiverOptions { Url = new Uri($"https://{name}.example/") };
        return options;
    }

    private WorkflowTestHost Host(AlertsOptions receivers)
    {
        var host = new WorkflowTestHost(services => services
            .AddActivitiesFrom(typeof(AlertsServices).Assembly)
            .AddSingleton(_store)
            .AddSingleton<IOptionsMonitor<AlertsOptions>>(new FixedReceivers(receivers)));
        host.Store.Intercept = commit =>
        {
            // The alert's statements run on PostgreSQL as a commit would run them; the run itself is kept in memory.
            _applied.AddRange(WriteExecutor.CommitAsync(_database.DataSource, commit.Writes).GetAwaiter().GetResult());
            return null;
        };
        return host;
    }

    private sealed class FixedReceivers(AlertsOptions value) : IOptionsMonitor<AlertsOptions>
    {
        public AlertsOptions CurrentValue => value;

        public AlertsOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<AlertsOptions, string?> listener) => null;
    }
}
