using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Resilience;

namespace Status.Workflows.Tests.Resilience;

/// <summary>Activities are tried again as their strategies say, with one key and one set of effects.</summary>
public sealed class RetryTests
{
    private static readonly object _patient = Strategy("patient-test");

    [Fact]
    public async Task Run_FailsTwice_WaitsAsTimersAndLeavesItsEffectsOnce()
    {
        var failures = new Failures { Left = 2 };
        await using var host = Host(failures);

        var first = await host.RunAsync(Definition());

        Assert.Equal(InstanceSubStatus.Suspended, first.SubStatus);
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromMinutes(1), Assert.Single(host.Store.Timers).Value);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromMinutes(2), Assert.Single(host.Store.Timers).Value);
        await host.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Equal(3, failures.Keys.Count);
        Assert.Single(failures.Keys.Distinct());
        Assert.Single(host.Facts);
        Assert.Single(host.Store.Writes);
    }

    [Fact]
    public async Task Run_ShortDelays_StaysInItsBurst()
    {
        var failures = new Failures { Left = 3 };
        await using var host = Host(failures);

        var result = await host.RunAsync(Definition(Strategy("at-once-test")));

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(4, failures.Keys.Count);
        Assert.Single(host.Store.Commits);
        Assert.Single(host.Facts);
    }

    [Fact]
    public async Task Run_NoTriesLeft_FaultsWithTheLastFailure()
    {
        await using var host = Host(new Failures { Left = 100 });

        var result = await host.RunAsync(Definition(Strategy("at-once-test")));

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal("not yet", Assert.Single(result.Incidents).Message);
        Assert.Empty(host.Facts);
    }

    [Fact]
    public async Task Run_FailureThatCannotPass_IsNotTriedAgain()
    {
        var failures = new Failures { Left = 1, Make = () => new FormatException("malformed") };
        await using var host = Host(failures);

        var result = await host.RunAsync(Definition(Strategy("at-once-test")));

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Single(failures.Keys);
    }

    [Theory]
    [InlineData("{\"maxRetryAttempts\":5,\"delay\":\"00:00:00\",\"handles\":[\"InvalidOperationException\"]}", 3, InstanceSubStatus.Finished)]
    [InlineData("{\"maxRetryAttempts\":2,\"delay\":\"00:00:00\",\"handles\":[\"InvalidOperationException\"]}", 3, InstanceSubStatus.Faulted)]
    [InlineData("{\"maxRetryAttempts\":5,\"delay\":\"00:00:00\",\"handles\":[\"TimeoutException\"]}", 1, InstanceSubStatus.Faulted)]
    public async Task Run_StrategyAsExpression_IsFollowed(string json, int failures, InstanceSubStatus expected)
    {
        await using var host = Host(new Failures { Left = failures });

        var result = await host.RunAsync(Definition(new { resilienceStrategy = new { mode = "Expression", expression = new { type = "Object", value = json } } }));

        Assert.Equal(expected, result.SubStatus);
    }

    [Fact]
    public async Task Run_TriesOfAnExecution_AreInItsPayload()
    {
        await using var host = Host(new Failures { Left = 1 });
        var first = await host.RunAsync(Definition());
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        var run = await ActivityRun.ReadAsync(host.Store, first, "it");

        var pages = await host.Store.LoadJournalAsync(first.InstanceId, 0, 100, default);
        var journal = string.Join('\n', pages.Select(p => System.Text.Encoding.UTF8.GetString(p.Records.Span)));
        Assert.Contains("\"eventName\":\"Retrying\"", journal, StringComparison.Ordinal);
        Assert.Contains("\"attemptNumber\":1", journal, StringComparison.Ordinal);
        Assert.NotNull(run);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_DiesAtEveryCommit_LeavesItsEffectsOnce(bool after)
    {
        var commits = await Undisturbed();
        Assert.Equal(4, commits);
        for (var k = 1; k <= commits; k++)
        {
            var (store, failures) = (new RecordingRunStore(), new Failures { Left = 3 });
            var crashing = new CrashingStore(store, k, after);
            await DriveAsync(store, crashing, failures);
            await DriveAsync(store, store, failures);

            Assert.True(crashing.HasCrashed);
            Assert.Equal(["test.done run/it/1"], store.Facts.Select(f => $"{f.Type} {f.Key}"));
            Assert.Single(failures.Keys.Distinct());
        }
    }

    [Fact]
    public async Task Request_AnswerAsksToWait_IsSentAgainWithTheSameKeyWhenItSays()
    {
        var answers = new Queue<HttpResponseMessage>([Busy(TimeSpan.FromSeconds(90)), Busy(TimeSpan.FromSeconds(45)), new HttpResponseMessage(HttpStatusCode.OK)]);
        using var handler = new AnsweringHandler(_ => answers.Dequeue());
        await using var host = Requesting(handler);

        var first = await host.RunAsync(Request(new { resilienceStrategy = new { mode = "Identifier", strategyId = "http" } }));
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromSeconds(90), Assert.Single(host.Store.Timers).Value);
        await host.AdvanceAsync(TimeSpan.FromSeconds(90));
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromSeconds(45), Assert.Single(host.Store.Timers).Value);
        await host.AdvanceAsync(TimeSpan.FromSeconds(45));

        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Equal(3, handler.Requests.Count);
        Assert.Single(handler.Requests.Select(r => r.Request.Headers.GetValues("Idempotency-Key").Single()).Distinct());
        Assert.Equal(["ok"], host.Lines);
    }

    [Fact]
    public async Task Request_NoTriesLeft_GoesByItsOutcome()
    {
        using var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        await using var host = Requesting(handler);

        var result = await host.RunAsync(Request(new { resilienceStrategy = new { mode = "Identifier", strategyId = "requests-test" } }));

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(3, handler.Requests.Count);
        Assert.Equal(["unmatched"], host.Lines);
    }

    [Fact]
    public async Task Request_AsksToWaitLongerThanTheStrategyAllows_IsNotSentAgain()
    {
        using var handler = new AnsweringHandler(_ => Busy(TimeSpan.FromHours(2)));
        await using var host = Requesting(handler);

        var result = await host.RunAsync(Request(new { resilienceStrategy = new { mode = "Identifier", strategyId = "http" } }));

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Compile_UnknownStrategy_IsAProblemWithItsPath()
    {
        await using var host = Host(new Failures());
        var read = DefinitionJson.Read(Definition(Strategy("nobody")));

        var (_, problems) = host.Services.GetRequiredService<PlanCompiler>().Compile(read.Definition!);

        var problem = Assert.Single(problems, p => p.Severity == ProblemSeverity.Error);
        Assert.EndsWith("customProperties.resilienceStrategy.strategyId", problem.Path, StringComparison.Ordinal);
    }

    private static async Task<int> Undisturbed()
    {
        var store = new RecordingRunStore();
        await DriveAsync(store, store, new Failures { Left = 3 });
        return store.Commits.Count;
    }

    private static async Task DriveAsync(RecordingRunStore store, IRunStore seen, Failures failures)
    {
        await using var host = Host(failures, store, _ => seen);
        host.Plans.Add(Definition());
        store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Start, InstanceId = "run", DefinitionId = "retried" });
        store.Recover();
        try
        {
            await host.PumpAsync();
            await host.AdvanceAsync(TimeSpan.FromHours(3));
        }
        catch (CrashException)
        {
            // The next life goes on with what the store has.
        }
    }

    private static object Strategy(string id) => new { resilienceStrategy = new { mode = "Identifier", strategyId = id } };

    private static string Definition(object? custom = null) => new WorkflowBuilder("retried").Then("it", "Test.FailSometimes", custom: custom ?? _patient).ToJson();

    private static string Request(object custom) => new WorkflowBuilder("asking")
        .Add("it", "Elsa.FlowSendHttpRequest", new { url = "https://example.org/", method = "POST", content = "x", expectedStatusCodes = new[] { 200 } }, custom)
        .Add("ok", "Elsa.WriteLine", new { text = "ok" })
        .Add("unmatched", "Elsa.WriteLine", new { text = "unmatched" })
        .Connect("it", "ok", "200").Connect("it", "unmatched", "Unmatched status code").ToJson();

    private static HttpResponseMessage Busy(TimeSpan wait) => new(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new RetryConditionHeaderValue(wait) } };

    private static WorkflowTestHost Requesting(AnsweringHandler handler) => new(services =>
    {
        services.AddOptions<OutgoingHttpOptions>();
        services.AddHttpClient(OutgoingHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler);
        Configure(services);
    });

    private static WorkflowTestHost Host(Failures failures, RecordingRunStore? store = null, Func<IRunStore, IRunStore>? wrap = null) => new(
        services =>
        {
            services.AddActivitiesFrom(typeof(FailSometimes).Assembly).AddSingleton(failures);
            Configure(services);
        },
        store,
        wrap);

    private static void Configure(IServiceCollection services) => services.Configure<ResilienceOptions>(options =>
    {
        options.Strategies.Add(new RetryStrategySettings { Id = "patient-test", Delay = TimeSpan.FromMinutes(1), UseJitter = false });
        options.Strategies.Add(new RetryStrategySettings { Id = "at-once-test", Delay = TimeSpan.Zero });
        options.Strategies.Add(new RetryStrategySettings { Id = "requests-test", Category = "HTTP", Delay = TimeSpan.Zero, MaxRetryAttempts = 2 });
    });
}
