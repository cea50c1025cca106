using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

public sealed class RunTests
{
    [Fact]
    public async Task Delay_TimePasses_GoesOnFromTheStore()
    {
        await using var host = Host();
        var json = new WorkflowBuilder("delay")
            .Variable("n", "Int32", "1")
            .Then("set", "Elsa.SetVariable", new { variable = Variable("n"), value = 41 })
            .Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromMinutes(5) })
            .Then("say", "Elsa.WriteLine", new { text = new ExpressionText("Variable", "n") })
            .ToJson();

        var first = await host.RunAsync(json);
        Assert.Equal(InstanceSubStatus.Suspended, first.SubStatus);
        await host.AdvanceAsync(TimeSpan.FromMinutes(4));
        Assert.Empty(host.Lines);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["41"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(first.InstanceId))!.SubStatus);
        Assert.Empty(host.Store.Bookmarks);
    }

    [Fact]
    public async Task Event_Arrives_ResumesWithItsBody()
    {
        await using var host = Host();
        var json = new WorkflowBuilder("event")
            .Output("got")
            .Then("wait", "Elsa.Event", new { eventName = "order.paid", result = Bound("got") })
            .ToJson();

        var run = await host.RunAsync(json);
        await host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = "order.paid" }, new DataObject { ["body"] = new DataObject { ["total"] = 7.0 } });

        var record = await host.LoadAsync(run.InstanceId);
        Assert.Equal(InstanceSubStatus.Finished, record!.SubStatus);
        Assert.Contains("\"got\":{\"total\":7}", Encoding.UTF8.GetString(record.State.Span));
    }

    [Fact]
    public async Task ExecuteWorkflow_ChildWaits_ParentGetsItsResultAfterwards()
    {
        await using var host = Host();
        host.Plans.Add(new WorkflowBuilder("child")
            .Input("x").Output("y")
            .Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromSeconds(10) })
            .Then("out", "Elsa.SetOutput", new { outputName = "y", outputValue = new ExpressionText("Input", "x") })
            .ToJson());
        var parent = new WorkflowBuilder("parent")
            .Output("result")
            .Then("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child", waitForCompletion = true, input = new { x = 5 }, result = Bound("result") })
            .Then("say", "Elsa.WriteLine", new { text = "after" })
            .ToJson();

        var run = await host.RunAsync(parent);
        Assert.Empty(host.Lines);
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(["after"], host.Lines);
        var state = Encoding.UTF8.GetString((await host.LoadAsync(run.InstanceId))!.State.Span);
        Assert.Contains("\"subStatus\":\"Finished\",\"output\":{\"y\":5}", state);
    }

    [Fact]
    public async Task Cancel_ParentWaitsForItsChild_CancelsBoth()
    {
        await using var host = Host();
        host.Plans.Add(new WorkflowBuilder("child").Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromDays(1) }).ToJson());
        var run = await host.RunAsync(new WorkflowBuilder("parent").Then("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child", waitForCompletion = true }).ToJson());
        var child = Assert.Single(host.Store.Bookmarks, b => b.ActivityNodeId.EndsWith(":wait", StringComparison.Ordinal)).InstanceId;

        host.Store.Enqueue(new InboxItem { Id = "cancel", Kind = InboxItemKind.Cancel, InstanceId = run.InstanceId.Value });
        await host.PumpAsync();

        Assert.Equal(InstanceSubStatus.Cancelled, (await host.LoadAsync(run.InstanceId))!.SubStatus);
        Assert.Equal(InstanceSubStatus.Cancelled, (await host.LoadAsync(child))!.SubStatus);
        Assert.Empty(host.Store.Bookmarks);
        Assert.Empty(host.Store.Timers);
    }

    [Fact]
    public async Task ForEach_HundredTurns_LeavesHundredDistinctKeys()
    {
        await using var host = Host();

        await host.RunAsync(Loop(Enumerable.Range(0, 100)));

        Assert.Equal(100, host.Facts.Select(f => f.Key).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 100), host.Facts.Select(f => (int)(double)f.Body["item"]!));
    }

    [Fact]
    public async Task WriteHttpResponse_SlowActivityFollows_AnswerIsCommittedBeforeIt()
    {
        var gate = new Gate();
        await using var host = Host(gate);

        var result = await host.StartAsync(new StartRun { DefinitionId = Answering(host) });

        Assert.Equal(200, result.Reply!.StatusCode);
        var commit = Assert.Single(host.Store.Commits);
        Assert.Equal(InstanceSubStatus.Executing, commit.Instance.SubStatus);
        Assert.NotNull(commit.Reply);
        // The activity had set a variable before the commit; what is stored is the run before the activity.
        Assert.DoesNotContain("\"passed\":true", Encoding.UTF8.GetString(commit.Instance.State.Span));
        gate.Open.SetResult();
        await Until(() => host.Store.Commits.Count == 2);
        Assert.Equal(InstanceSubStatus.Finished, host.Store.Commits[1].Instance.SubStatus);
        Assert.Null(host.Store.Commits[1].Reply);
    }

    [Fact]
    public async Task WriteHttpResponse_HostDiesInTheActivityAfterIt_NextHostRepeatsItWithTheSameKey()
    {
        var (lost, next) = (new Gate(), new Gate());
        await using var first = Host(lost);
        await first.StartAsync(new StartRun { DefinitionId = Answering(first) });
        await using var second = Host(next, first.Store);
        Answering(second);

        next.Open.SetResult();
        first.Store.Recover();
        await second.PumpAsync();

        Assert.Equal(lost.Keys, next.Keys);
        Assert.Equal(InstanceSubStatus.Finished, first.Store.Commits[^1].Instance.SubStatus);
        Assert.Equal(["done"], second.Lines);
        lost.Open.SetResult();
    }

    [Fact]
    public async Task Start_CallersPatienceEnds_RunIsStoredAsAcceptedAndGoesOn()
    {
        var gate = new Gate();
        await using var host = Host(gate);
        host.Plans.Add(new WorkflowBuilder("slow").Custom("persistenceMode", "off").Then("gate", "Test.PassGate").Then("answer", "Elsa.WriteHttpResponse", new { content = "late" }).ToJson());
        var started = host.Engine.StartAsync(new StartRun { DefinitionId = "slow", AcceptAfter = TimeSpan.FromSeconds(5) }).AsTask();

        host.Time.Advance(TimeSpan.FromSeconds(5));
        var result = await started;

        Assert.Equal(InstanceSubStatus.Executing, result.SubStatus);
        Assert.Equal(InstanceSubStatus.Executing, Assert.Single(host.Store.Commits).Instance.SubStatus);
        gate.Open.SetResult();
        await Until(() => host.Store.Commits.Count == 2);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(result.InstanceId))!.SubStatus);
        Assert.NotNull(await host.Store.LoadReplyAsync(result.InstanceId, default));
    }

    [Fact]
    public async Task Start_HostDiesAfterItWasAccepted_NextHostBeginsAgainWithTheSameKeys()
    {
        var (lost, next) = (new Gate(), new Gate());
        var json = new WorkflowBuilder("slow").Then("gate", "Test.PassGate").Then("leave", "Test.Leave").ToJson();
        await using var first = Host(lost);
        first.Plans.Add(json);
        var started = first.Engine.StartAsync(new StartRun { DefinitionId = "slow", AcceptAfter = TimeSpan.FromSeconds(5) }).AsTask();
        first.Time.Advance(TimeSpan.FromSeconds(5));
        await started;
        await using var second = Host(next, first.Store);
        second.Plans.Add(json);

        next.Open.SetResult();
        first.Store.Recover();
        await second.PumpAsync();

        Assert.Equal(lost.Keys, next.Keys);
        Assert.Single(first.Store.Facts);
        lost.Open.SetResult();
    }

    [Fact]
    public async Task Loop_KilledInTheMiddleOfHundredPosts_EndsWithHundredKeys()
    {
        var store = new RecordingRunStore();
        store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Start, InstanceId = "posts-run", DefinitionId = "posts" });
        using var receiver = new Receiver();
        using var kill = new CancellationTokenSource();
        receiver.KillAt(50, kill);
        await using (var first = Posting(store, receiver))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first.Engine.RunAsync(store.Claim()!, kill.Token));

        await using var second = Posting(store, receiver);
        await second.PumpAsync();

        Assert.True(receiver.Keys.Count > 100);
        Assert.Equal(100, receiver.Keys.Distinct().Count());
        Assert.Equal(InstanceSubStatus.Finished, (await second.LoadAsync(new InstanceId("posts-run")))!.SubStatus);
    }

    [Fact]
    public async Task Commit_DatabaseAwayForAWhile_AcceptedRunRepeatsTheCommitNotTheActivities()
    {
        var gate = new Gate();
        gate.Open.SetResult();
        await using var host = Host(gate);
        var failures = 2;
        host.Store.Intercept = _ => failures-- > 0 ? throw new TimeoutException("away") : null;
        host.Plans.Add(new WorkflowBuilder("outage").Then("gate", "Test.PassGate").ToJson());
        host.Store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Start, InstanceId = "outage-run", DefinitionId = "outage" });

        var pump = host.PumpAsync();
        await Until(() =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            return pump.IsCompleted;
        });

        await pump;
        Assert.Single(gate.Keys);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(new InstanceId("outage-run")))!.SubStatus);
    }

    [Fact]
    public async Task Commit_DatabaseAwayBeforeTheRunIsAccepted_TellsTheCallerAndFaultsNothing()
    {
        var gate = new Gate();
        await using var host = Host(gate);
        host.Store.Intercept = _ => throw new TimeoutException("away");
        var id = Answering(host);

        var started = host.Engine.StartAsync(new StartRun { DefinitionId = id }).AsTask();
        gate.Open.SetResult();

        await Assert.ThrowsAsync<TimeoutException>(() => started);
        Assert.Empty(host.Store.Commits);
    }

    [Fact]
    public async Task Commit_RefusedByTheDatabase_FaultsTheActivityThatEnlistedTheWrite()
    {
        await using var host = Host();
        host.Store.Intercept = commit => commit.Writes.Count > 0 ? new CommitOutcome(CommitStatus.Refused, 0, "check violated", commit.Writes[0].Key) : null;

        var result = await host.RunAsync(new WorkflowBuilder("refused").Then("a", "Elsa.WriteLine", new { text = "x" }).Then("leave", "Test.Leave").ToJson());

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        var incident = Assert.Single(result.Incidents);
        Assert.Equal("leave", incident.ActivityId);
        Assert.Contains("check violated", incident.Message);
        Assert.Empty(host.Facts);
    }

    [Fact]
    public async Task Fault_DefaultStrategy_EndsTheRun()
    {
        await using var host = Host();

        var result = await host.RunAsync(new WorkflowBuilder("fault").Then("bad", "Test.Throw").Then("say", "Elsa.WriteLine", new { text = "never" }).ToJson());

        Assert.Equal(InstanceSubStatus.Faulted, result.SubStatus);
        Assert.Equal("broken", result.Incidents[0].Message);
        Assert.Empty(host.Lines);
    }

    [Fact]
    public async Task Fault_ContinueWithIncidents_OtherBranchesGoOnAndTheRunStaysOpen()
    {
        await using var host = Host();
        var json = new WorkflowBuilder("incidents")
            .Option("incidentStrategyType", "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core")
            .Add("start", "Elsa.Start").Add("bad", "Test.Throw").Add("good", "Elsa.WriteLine", new { text = "good" })
            .Connect("start", "bad").Connect("start", "good")
            .ToJson();

        var result = await host.RunAsync(json);

        Assert.Equal(["good"], host.Lines);
        Assert.Equal(InstanceSubStatus.Suspended, result.SubStatus);
        Assert.Single(result.Incidents);
    }

    [Fact]
    public async Task Run_UnknownActivity_FaultsThere()
    {
        await using var host = Host();
        var read = DefinitionJson.Read(new WorkflowBuilder("unknown").Then("x", "Nobody.Knows").ToJson());
        host.Plans.Add(read.Definition!, allowErrors: true);

        var result = await host.StartAsync(new StartRun { DefinitionId = "unknown" });

        Assert.Contains("Nobody.Knows", Assert.Single(result.Incidents).Message);
    }

    [Fact]
    public async Task Run_ModeOffWithoutEffects_CommitsNothing()
    {
        await using var host = Host();

        var result = await host.RunAsync(new WorkflowBuilder("off").Custom("persistenceMode", "off").Then("a", "Elsa.WriteLine", new { text = "x" }).ToJson());

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Empty(host.Store.Commits);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_DiesAtEveryCommit_LeavesTheSameFactsOnce(bool after)
    {
        var expected = await Undisturbed();
        for (var k = 1; k <= expected.Commits; k++)
        {
            var store = new RecordingRunStore();
            var crashing = new CrashingStore(store, k, after);
            await DriveAsync(store, crashing);
            await DriveAsync(store, store);

            Assert.True(crashing.HasCrashed);
            Assert.Equal(expected.Facts, store.Facts.Select(f => $"{f.Type} {f.Key}"));
            Assert.Equal(expected.Writes, store.Writes.Select(w => w.Key));
        }
    }

    private static async Task<(int Commits, string[] Facts, string[] Writes)> Undisturbed()
    {
        var store = new RecordingRunStore();
        await DriveAsync(store, store);
        return (store.Commits.Count, [.. store.Facts.Select(f => $"{f.Type} {f.Key}")], [.. store.Writes.Select(w => w.Key)]);
    }

    /// <summary>One life of a host: does what there is to do until it dies or nothing is left.</summary>
    private static async Task DriveAsync(RecordingRunStore store, IRunStore seen)
    {
        await using var host = new WorkflowTestHost(s => s.AddActivitiesFrom(typeof(Leave).Assembly), store, _ => seen);
        host.Plans.Add(new WorkflowBuilder("child").Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromSeconds(1) }).Then("leave", "Test.Leave", new { fact = "test.child" }).ToJson());
        host.Plans.Add(new WorkflowBuilder("main")
            .Then("one", "Test.Leave", new { fact = "test.one" })
            .Then("loop", "Elsa.ForEach", new { items = new[] { 1, 2, 3 }, body = WorkflowBuilder.Activity("body", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child" }) })
            .Then("pause", "Elsa.Delay", new { timeSpan = TimeSpan.FromHours(1) })
            .Then("two", "Test.Leave", new { fact = "test.two" })
            .ToJson());
        store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Start, InstanceId = "main-run", DefinitionId = "main" });
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

    private static WorkflowTestHost Host(Gate? gate = null, RecordingRunStore? store = null) =>
        new(services => services.AddActivitiesFrom(typeof(Leave).Assembly).AddSingleton(gate ?? new Gate()), store);

    private static WorkflowTestHost Posting(RecordingRunStore store, Receiver receiver)
    {
        var host = new WorkflowTestHost(
            services =>
            {
                services.AddOptions<OutgoingHttpOptions>();
                services.AddHttpClient(OutgoingHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => receiver);
            },
            store);
        var post = WorkflowBuilder.Activity("post", "Elsa.SendHttpRequest", new { url = "http://receiver.example/", method = "POST", content = "x" });
        host.Plans.Add(new WorkflowBuilder("posts").Then("each", "Elsa.ForEach", new { items = Enumerable.Range(0, 100), body = post }).ToJson());
        return host;
    }

    private sealed class Receiver : HttpMessageHandler
    {
        private (int Number, CancellationTokenSource Kill)? _kill;

        public List<string> Keys { get; } = [];

        public void KillAt(int number, CancellationTokenSource kill) => _kill = (number, kill);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Keys.Add(request.Headers.GetValues("Idempotency-Key").Single());
            if (_kill is { } plan && Keys.Count == plan.Number) await plan.Kill.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return new HttpResponseMessage { Content = new StringContent("ok") };
        }
    }

    private static string Answering(WorkflowTestHost host) => host.Plans.Add(new WorkflowBuilder("answering")
        .Variable("passed", "Boolean", "false")
        .Then("answer", "Elsa.WriteHttpResponse", new { content = "hello" })
        .Then("leave", "Test.Leave")
        .Then("gate", "Test.PassGate")
        .Then("say", "Elsa.WriteLine", new { text = "done" })
        .ToJson()).Definition.DefinitionId;

    private static string Loop(IEnumerable<int> items) => new WorkflowBuilder("loop")
        .Then("each", "Elsa.ForEach", new { items, body = WorkflowBuilder.Activity("body", "Test.Leave") })
        .ToJson();

    private static JsonObject Variable(string id) => new() { ["id"] = id, ["name"] = id };

    private static JsonObject Bound(string id) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = id } };

    private static async Task Until(Func<bool> condition)
    {
        using var ceiling = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            ceiling.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
