using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence.InMemory;

namespace Status.Workflows.Tests.Execution;

public sealed class BulkDispatchTests
{
    private const string Many = "Array.from({length: 300}, (_, i) => 'x'.repeat(100) + i)";

    private static readonly string _echo = new WorkflowBuilder("child")
        .Then("tell", "Elsa.WriteLine", new { text = ExpressionText.Js("`${getInput('Item')}/${getInput('colour')}/${getInput('n')}`") })
        .Then("out", "Elsa.SetOutput", new { outputName = "twice", outputValue = ExpressionText.Js("2 * getInput('n')") }).ToJson();

    private static readonly string _waiting = new WorkflowBuilder("child").Then("wait", "Elsa.Event", new { eventName = "go" }).ToJson();

    [Fact]
    public async Task BulkDispatch_Items_ReachTheInputsOfTheChildren()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_echo);

        await host.RunAsync(Parent(new { workflowDefinitionId = "child", items = ExpressionText.Js("[1, {n: 2}]"), input = ExpressionText.Js("({colour: 'red'})") }));

        Assert.Equal(["1/red/null", "Completed 2", "null/red/2"], host.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task BulkDispatch_NothingToDo_Completes()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_echo);

        await host.RunAsync(Parent(new { workflowDefinitionId = "child", items = ExpressionText.Js("[]") }));

        Assert.Equal(["Completed 0"], host.Lines);
    }

    [Fact]
    public async Task BulkDispatch_Waiting_KeepsABoundedNumberUnderWay()
    {
        await using var host = Bounded(underWay: 3, perCommit: 2);
        host.Plans.Add(_waiting);
        var parent = await host.RunAsync(Parent(new { workflowDefinitionId = "child", items = ExpressionText.Js("[1,2,3,4,5,6,7,8]") }));

        for (var ended = 0; ended < 8; ended++)
        {
            Assert.Equal(Math.Min(3, 8 - ended), host.Store.Bookmarks.Count(b => b.Name == "Elsa.Event"));
            await host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = "go" });
        }

        Assert.Equal(["Completed 8"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(parent.InstanceId))!.SubStatus);
        Assert.All(host.Store.Commits, c => Assert.InRange(c.InboxAdded.Count(i => i.Kind == InboxItemKind.Start), 0, 2));
    }

    [Fact]
    public async Task BulkDispatch_NotWaiting_StartsAllInBoundedCommits()
    {
        await using var host = Bounded(underWay: 3, perCommit: 10);
        host.Plans.Add(_waiting);

        await host.RunAsync(Parent(new { workflowDefinitionId = "child", items = ExpressionText.Js("Array.from({length: 95}, (_, i) => i)"), waitForCompletion = false }));

        Assert.Equal(["Done 95"], host.Lines);
        Assert.Equal(95, host.Store.Bookmarks.Count(b => b.Name == "Elsa.Event"));
        Assert.Equal(10, host.Store.Commits.Max(c => c.InboxAdded.Count(i => i.Kind == InboxItemKind.Start)));
    }

    [Fact]
    public async Task BulkDispatch_ChildrenEnd_RunTheirHandlers()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(new WorkflowBuilder("child")
            .Then("test", "Elsa.RunJavaScript", new { script = "if (getInput('n') === 2) throw new Error('two'); 1" })
            .Then("out", "Elsa.SetOutput", new { outputName = "twice", outputValue = ExpressionText.Js("2 * getInput('n')") }).ToJson());

        await host.RunAsync(Parent(new
        {
            workflowDefinitionId = "child",
            items = ExpressionText.Js("[{n: 1}, {n: 2}, {n: 3}]"),
            childCompleted = WorkflowBuilder.Activity("ok", "Elsa.WriteLine", new { text = ExpressionText.Js("'ok ' + getVariable('ChildOutput').twice") }),
            childFaulted = WorkflowBuilder.Activity("bad", "Elsa.WriteLine", new { text = ExpressionText.Js("'bad ' + getVariable('ChildStatus')") }),
        }));

        Assert.Equal(["Completed 3", "bad Faulted", "ok 2", "ok 6"], host.Lines.Order(StringComparer.Ordinal));
        Assert.Equal("Completed 3", host.Lines[^1]);
    }

    [Fact]
    public async Task BulkDispatch_CorrelationFunction_SeesTheItem()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_waiting);

        await host.RunAsync(Parent(new { workflowDefinitionId = "child", items = ExpressionText.Js("[{n: 'a'}, {n: 'b'}]"), correlationIdFunction = ExpressionText.Js("'c-' + getVariable('n')") }));

        Assert.Equal(["c-a", "c-b"], host.Store.Commits.Where(c => c.Instance.DefinitionId == "child").Select(c => c.Instance.CorrelationId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task BulkDispatch_ChildCancelled_TellsSo()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_waiting);
        await host.RunAsync(Parent(new { workflowDefinitionId = "child", items = ExpressionText.Js("[1]") }));
        var child = host.Store.Commits.Single(c => c.Instance.DefinitionId == "child").Instance.Id;

        host.Store.Enqueue(new InboxItem { Id = "stop", Kind = InboxItemKind.Cancel, InstanceId = child.Value });
        await host.PumpAsync();

        Assert.Equal(["Canceled 1"], host.Lines);
    }

    [Fact]
    public async Task BulkDispatch_ParentCancelled_CancelsTheChildrenUnderWayAndStartsNoMore()
    {
        await using var host = Bounded(underWay: 2, perCommit: 100);
        host.Plans.Add(_waiting);
        var parent = await host.RunAsync(Parent(new { workflowDefinitionId = "child", items = ExpressionText.Js("[1,2,3,4]") }));

        host.Store.Enqueue(new InboxItem { Id = "stop", Kind = InboxItemKind.Cancel, InstanceId = parent.InstanceId.Value });
        await host.PumpAsync();

        var last = host.Store.Commits.Where(c => c.Instance.DefinitionId == "child").GroupBy(c => c.Instance.Id).Select(g => g.Last().Instance.SubStatus);
        Assert.Equal([InstanceSubStatus.Cancelled, InstanceSubStatus.Cancelled], last);
        Assert.Empty(host.Store.Inbox);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BulkDispatch_ManyItems_StandBesideTheRunAndNotInItsState(bool waits)
    {
        var state = new InMemoryState();
        await using var host = new WorkflowTestHost(services => services.AddSingleton(state).AddSingleton<IDispatchList, InMemoryDispatchList>()
            .Configure<BulkDispatchOptions>(o => (o.MaxUnderWay, o.MaxPerCommit) = (20, 10)));
        host.Plans.Add(_echo);

        var parent = await host.RunAsync(Parent(waits ? new { workflowDefinitionId = "child", items = ExpressionText.Js(Many) } : new { workflowDefinitionId = "child", items = ExpressionText.Js(Many), waitForCompletion = false }));

        Assert.Contains(waits ? "Completed 300" : "Done 300", host.Lines);
        Assert.Equal(300, host.Lines.Where(l => l.StartsWith('x')).Distinct().Count());
        Assert.Equal(301, host.Lines.Count);
        Assert.Empty(state.DispatchLists);
        Assert.All(host.Store.Commits.Where(c => c.Instance.Id == parent.InstanceId), c => Assert.InRange(c.Instance.State.Length, 1, 4000));
    }

    private static WorkflowTestHost Bounded(int underWay, int perCommit) => new(services => services.Configure<BulkDispatchOptions>(o =>
    {
        o.MaxUnderWay = underWay;
        o.MaxPerCommit = perCommit;
    }));

    private static string Parent(object inputs) => new WorkflowBuilder("parent")
        .Add("bulk", "Elsa.BulkDispatchWorkflows", inputs)
        .Add("completed", "Elsa.WriteLine", new { text = ExpressionText.Js("'Completed ' + getOutputFrom('bulk')") })
        .Add("canceled", "Elsa.WriteLine", new { text = ExpressionText.Js("'Canceled ' + getOutputFrom('bulk')") })
        .Add("done", "Elsa.WriteLine", new { text = ExpressionText.Js("'Done ' + getOutputFrom('bulk')") })
        .Connect("bulk", "completed", "Completed").Connect("bulk", "canceled", "Canceled")
        .Connect("bulk", "done", inputs.GetType().GetProperty("waitForCompletion") is null ? "Never" : "Done").ToJson();
}
