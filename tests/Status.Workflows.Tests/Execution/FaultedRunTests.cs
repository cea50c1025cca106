using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

/// <summary>A run that faulted goes on waiting: what comes for it is kept, and found when it is retried.</summary>
public sealed class FaultedRunTests
{
    private const string Flaky = "if (getVariable('ok') !== true) throw new Error('not yet'); 'went'";
    private static readonly string _child = new WorkflowBuilder("child").Then("wait", "Elsa.Event", new { eventName = "child-go" })
        .Then("out", "Elsa.SetOutput", new { outputName = "answer", outputValue = ExpressionText.Js("42") }).ToJson();

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow", "getLastResult().output.answer")]
    [InlineData("Elsa.DispatchWorkflow", "getLastResult().answer")]
    public async Task Child_EndsWhileItsParentStandsFaulted_IsFoundByTheRetry(string type, string answer)
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_child);
        var run = await host.RunAsync(Beside("wait", type, new { workflowDefinitionId = "child", waitForCompletion = true }, answer));
        Assert.Equal(InstanceSubStatus.Faulted, run.SubStatus);

        await SendAsync(host, "child-go");
        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(run.InstanceId))!.SubStatus);
        await RetryAsync(host, run.InstanceId);

        Assert.Equal(["after 42"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
        Assert.Empty(host.Store.Bookmarks);
        Assert.Empty(host.Store.Inbox);
    }

    [Fact]
    public async Task Event_ComesTwiceWhileTheRunStandsFaulted_IsTakenOnce()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(Beside("wait", "Elsa.Event", new { eventName = "go" }, "'it'"));
        var bookmark = Assert.Single(host.Store.Bookmarks);

        for (var i = 0; i < 2; i++)
        {
            host.Store.Enqueue(new InboxItem { Id = $"event-{i}", Kind = InboxItemKind.Resume, InstanceId = run.InstanceId.Value, BookmarkId = bookmark.Id, Payload = new DataObject { ["body"] = new DataObject { ["n"] = (double)i } } });
            await host.PumpAsync();
            Assert.Empty(host.Store.Bookmarks);
        }

        Assert.Equal(2, (await host.LoadAsync(run.InstanceId))!.Revision);
        await RetryAsync(host, run.InstanceId);

        Assert.Equal(["after it"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Stimulus_InTheBurstInWhichTheRunFaults_IsKept()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(new WorkflowBuilder("w").Variable("ok", "Boolean", "false")
            .Add("start", "Elsa.Start").Add("first", "Elsa.Event", new { eventName = "first" }).Add("flaky", "Elsa.RunJavaScript", new { script = Flaky })
            .Add("second", "Elsa.Event", new { eventName = "second" }).Add("say", "Elsa.WriteLine", new { text = "second came" })
            .Connect("start", "first").Connect("first", "flaky").Connect("start", "second").Connect("second", "say").ToJson());
        InboxItem[] items = [.. host.Store.Bookmarks.OrderBy(b => b.CreatedAt).ThenBy(b => b.ActivityInstanceId, StringComparer.Ordinal).Select((b, i) => new InboxItem { Id = $"s{i}", Kind = InboxItemKind.Resume, InstanceId = run.InstanceId.Value, BookmarkId = b.Id })];
        if (host.Store.Bookmarks.First(b => b.Id == items[0].BookmarkId).Payload["EventName"] as string != "first") Array.Reverse(items);

        var burst = await host.Engine.RunAsync(new ClaimedRun(run.InstanceId, items));
        Assert.Equal(InstanceSubStatus.Faulted, burst!.SubStatus);
        await RetryAsync(host, run.InstanceId);

        Assert.Equal(["second came"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Timer_OfARunThatFaulted_WakesItAfterTheRetryOnly()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(Beside("wait", "Elsa.Delay", new { timeSpan = "00:01:00" }, "'delay'"));
        Assert.Empty(host.Store.Timers);

        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        await RetryAsync(host, run.InstanceId);
        await host.AdvanceAsync(TimeSpan.Zero);

        Assert.Equal(["after delay"], host.Lines);
    }

    [Fact]
    public async Task Result_ThatTheWaitingActivityFaultsOn_IsGivenToItsRetry()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_child);
        var json = new WorkflowBuilder("w").Variable("number", "Int32", "0").Add("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child", waitForCompletion = true })
            .Add("after", "Elsa.WriteLine", new { text = "after" }).Connect("call", "after").ToJson();
        var bound = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        var call = bound["root"]!["activities"]!.AsArray().First(a => (string?)a!["id"] == "call")!;
        call["result"] = new System.Text.Json.Nodes.JsonObject { ["typeName"] = "Object", ["memoryReference"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "number" } };
        var run = await host.RunAsync(bound.ToJsonString());
        await SendAsync(host, "child-go");
        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(run.InstanceId))!.SubStatus);

        await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.Retry });

        var record = (await host.LoadAsync(run.InstanceId))!;
        Assert.Equal((InstanceSubStatus.Faulted, 1), (record.SubStatus, record.IncidentCount));
        Assert.Single(host.Store.Commits.Where(c => c.Instance.DefinitionId == "child").Select(c => c.Instance.Id).Distinct());
    }

    [Fact]
    public async Task Child_ThatCouldNotBeStarted_IsStartedByTheRetry()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(new WorkflowBuilder("child").Option("activationStrategyType", "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime").Then("wait", "Elsa.Event", new { eventName = "child-go" }).ToJson());
        await host.StartAsync(new StartRun { DefinitionId = "child" });
        var run = await host.RunAsync(new WorkflowBuilder("parent").Then("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child", waitForCompletion = true })
            .Then("after", "Elsa.WriteLine", new { text = "after" }).ToJson());
        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(run.InstanceId))!.SubStatus);
        await SendAsync(host, "child-go");

        await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.Retry });
        await SendAsync(host, "child-go");

        Assert.Equal(["after"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Bulk_RetriedAfterAnItemThatCannotBeDispatched_GoesOnWhereItStopped()
    {
        await using var host = new WorkflowTestHost(services => services.Configure<BulkDispatchOptions>(o => (o.MaxUnderWay, o.MaxPerCommit) = (4, 2)));
        host.Plans.Add(_child);
        var run = await host.RunAsync(new WorkflowBuilder("parent").Variable("ok", "Boolean", "false")
            .Then("bulk", "Elsa.BulkDispatchWorkflows", new
            {
                workflowDefinitionId = "child",
                items = ExpressionText.Js("[0,1,2,3,4,5,6]"),
                correlationIdFunction = ExpressionText.Js("if (getVariable('Item') === 5 && getVariable('ok') !== true) throw new Error('no name'); 'c' + getVariable('Item')"),
            })
            .Then("after", "Elsa.WriteLine", new { text = ExpressionText.Js("'all ' + getOutputFrom('bulk')") }).ToJson());
        Assert.Equal(4, Children(host).Count);
        await SendAsync(host, "child-go");
        await SendAsync(host, "child-go");
        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(run.InstanceId))!.SubStatus);
        await SendAsync(host, "child-go");
        Assert.Equal(5, Children(host).Count);

        await RetryAsync(host, run.InstanceId);
        while (host.Store.Bookmarks.Any(b => b.Name == "Elsa.Event")) await SendAsync(host, "child-go");

        Assert.Equal(["all 7"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
        Assert.Equal(["c0", "c1", "c2", "c3", "c4", "c5", "c6"], Children(host).Order(StringComparer.Ordinal));
        Assert.Empty(host.Store.Inbox);
    }

    [Fact]
    public async Task Child_EndsWhileItsParentStandsFaulted_WhateverCommitTheHostDiesAt()
    {
        var undisturbed = await DriveAsync(new RecordingRunStore(), null);
        for (var k = 1; k <= undisturbed; k++)
        {
            foreach (var after in (bool[])[false, true])
            {
                var store = new RecordingRunStore();
                await DriveAsync(store, new CrashingStore(store, k, after));
            }
        }

        static async Task<int> DriveAsync(RecordingRunStore store, CrashingStore? crashing)
        {
            var host = NewHost(store, crashing);
            var lines = new List<string>();
            var id = new InstanceId("parent-run");
            await UntilAsync(() => host.StartAsync(new StartRun { DefinitionId = "w", InstanceId = id }), async () => await host.LoadAsync(id) is not null);
            await UntilAsync(() => host.PumpAsync(), () => Task.FromResult(store.Inbox.Count == 0));
            store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Resume, StimulusHash = Stimulus.Hash("Elsa.Event", new DataObject { ["EventName"] = "child-go" }) });
            await UntilAsync(() => host.PumpAsync(), () => Task.FromResult(store.Inbox.Count == 0));
            store.Enqueue(Item(id, new Alteration { Type = AlterationType.ModifyVariable, VariableId = "ok", Value = true }, new Alteration { Type = AlterationType.Retry }));
            await UntilAsync(() => host.PumpAsync(), () => Task.FromResult(store.Inbox.Count == 0));

            Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(id))!.SubStatus);
            Assert.Equal("after 42", lines.Concat(host.Lines).Last());
            await host.DisposeAsync();
            return store.Commits.Count;

            async Task UntilAsync(Func<Task> act, Func<Task<bool>> done)
            {
                do
                {
                    try
                    {
                        await act();
                    }
                    catch (CrashException)
                    {
                        // The process died; the next one takes over.
                        lines.AddRange(host.Lines);
                        await host.DisposeAsync();
                        host = NewHost(store, null);
                        store.Recover();
                    }
                }
                while (!await done());
            }
        }

        static WorkflowTestHost NewHost(RecordingRunStore store, CrashingStore? crashing)
        {
            var host = new WorkflowTestHost(store: store, wrap: crashing is null ? null : _ => crashing);
            host.Plans.Add(_child);
            host.Plans.Add(Beside("wait", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child", waitForCompletion = true }, "getLastResult().output.answer"));
            return host;
        }
    }

    private static List<string?> Children(WorkflowTestHost host) =>
        [.. host.Store.Commits.Where(c => c.Instance.DefinitionId == "child").GroupBy(c => c.Instance.Id).Select(g => g.First().Instance.CorrelationId)];

    /// <summary>One branch waits, the other faults.</summary>
    private static string Beside(string id, string type, object inputs, string tell) => new WorkflowBuilder("w").Variable("ok", "Boolean", "false")
        .Add("start", "Elsa.Start").Add(id, type, inputs).Add("flaky", "Elsa.RunJavaScript", new { script = Flaky }).Add("after", "Elsa.WriteLine", new { text = ExpressionText.Js($"'after ' + {tell}") })
        .Connect("start", id).Connect("start", "flaky").Connect(id, "after").ToJson();

    private static Task SendAsync(WorkflowTestHost host, string name) => host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = name });

    private static Task RetryAsync(WorkflowTestHost host, InstanceId run) =>
        AlterAsync(host, run, new Alteration { Type = AlterationType.ModifyVariable, VariableId = "ok", Value = true }, new Alteration { Type = AlterationType.Retry });

    private static Task AlterAsync(WorkflowTestHost host, InstanceId run, params Alteration[] set)
    {
        host.Store.Enqueue(Item(run, set));
        return host.PumpAsync();
    }

    private static InboxItem Item(InstanceId run, params Alteration[] set) => new()
    {
        Id = $"alter-{run}-{set.Length}-{set[^1].Type}",
        Kind = InboxItemKind.Alter,
        InstanceId = run.Value,
        Payload = new DataObject { ["alterations"] = new DataArray(set.Select(a => (object?)a.ToData())) },
    };
}
