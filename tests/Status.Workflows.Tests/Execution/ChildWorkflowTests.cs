using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

public sealed class ChildWorkflowTests
{
    private static readonly string _waitingChild = new WorkflowBuilder("child").Then("wait", "Elsa.Event", new { eventName = "go" }).ToJson();

    [Fact]
    public async Task ExecuteWorkflow_WithoutWaiting_GoesOnWhenTheChildWaits()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_waitingChild);

        var parent = await host.RunAsync(new WorkflowBuilder("parent")
            .Then("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child" })
            .Then("tell", "Elsa.WriteLine", new { text = ExpressionText.Js("getLastResult().subStatus") }).ToJson());

        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(parent.InstanceId))!.SubStatus);
        Assert.Equal(["Suspended"], host.Lines);
    }

    [Fact]
    public async Task ExecuteWorkflow_Waiting_GoesOnWhenTheChildHasEnded()
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_waitingChild);
        var parent = await host.RunAsync(new WorkflowBuilder("parent")
            .Then("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child", waitForCompletion = true })
            .Then("tell", "Elsa.WriteLine", new { text = ExpressionText.Js("getLastResult().subStatus") }).ToJson());
        Assert.Equal(InstanceSubStatus.Suspended, (await host.LoadAsync(parent.InstanceId))!.SubStatus);

        await host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = "go" });

        Assert.Equal(["Finished"], host.Lines);
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow")]
    [InlineData("Elsa.DispatchWorkflow")]
    [InlineData("Elsa.BulkDispatchWorkflows")]
    public async Task AnyChild_NotPublished_FaultsTheActivity(string type)
    {
        await using var host = new WorkflowTestHost();

        var parent = await host.RunAsync(new WorkflowBuilder("parent").Then("call", type, new { workflowDefinitionId = "nobody" }).ToJson());

        Assert.Equal(InstanceSubStatus.Faulted, parent.SubStatus);
        Assert.Contains("nobody", Assert.Single(parent.Incidents).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_ParentOfAChild_CancelsIt(bool waits)
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(_waitingChild);
        var parent = await host.RunAsync(new WorkflowBuilder("parent")
            .Then("call", "Elsa.DispatchWorkflow", new { workflowDefinitionId = "child", waitForCompletion = waits })
            .Then("wait", "Elsa.Event", new { eventName = "other" }).ToJson());

        host.Store.Enqueue(new InboxItem { Id = "stop", Kind = InboxItemKind.Cancel, InstanceId = parent.InstanceId.Value });
        await host.PumpAsync();

        var child = host.Store.Commits.Last(c => c.Instance.DefinitionId == "child").Instance;
        Assert.Equal(InstanceSubStatus.Cancelled, child.SubStatus);
        Assert.Equal(parent.InstanceId.Value, child.ParentInstanceId);
    }

    [Theory]
    [InlineData("Elsa.DispatchWorkflow")]
    [InlineData("Elsa.ExecuteWorkflow")]
    public async Task WaitingParent_ChildMayNotStart_Faults(string type)
    {
        await using var host = new WorkflowTestHost();
        host.Plans.Add(new WorkflowBuilder("child").Option("activationStrategyType", "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime")
            .Then("wait", "Elsa.Event", new { eventName = "go" }).ToJson());
        var caller = new WorkflowBuilder("parent").Then("call", type, new { workflowDefinitionId = "child", waitForCompletion = true }).ToJson();
        await host.RunAsync(caller);

        var second = await host.StartAsync(new StartRun { DefinitionId = "parent" });

        Assert.Equal(InstanceSubStatus.Faulted, (await host.LoadAsync(second.InstanceId))!.SubStatus);
    }
}
