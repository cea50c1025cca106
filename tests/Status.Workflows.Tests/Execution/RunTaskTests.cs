using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

public sealed class RunTaskTests
{
    [Fact]
    public async Task RunTask_Result_GoesOnWithIt()
    {
        await using var host = new WorkflowTestHost(services => services.Configure<TaskOptions>(o => o.Receivers.Add("desk")));

        var run = await host.RunAsync(new WorkflowBuilder("w")
            .Then("ask", "Elsa.RunTask", new { taskName = "approve", payload = ExpressionText.Js("({amount: 5})") })
            .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js("getOutputFrom('ask', 'Result').ok + ' ' + getOutputFrom('ask', 'TaskId').length") }).ToJson());

        var wait = Assert.Single(host.Store.Bookmarks);
        Assert.Equal("Elsa.RunTask", wait.Name);
        Assert.Equal(["task.requested", "delivery.requested"], host.Facts.Select(f => f.Type));
        Assert.Equal(5d, ((DataObject)host.Facts[0].Body["taskPayload"]!)["amount"]);
        Assert.Equal("desk", host.Facts[1].Body["receiver"]);
        Assert.Contains(run.InstanceId.Value, (string)host.Facts[1].Body["body"]!, StringComparison.Ordinal);

        await host.SendAsync("Elsa.RunTask", wait.Payload, new DataObject { ["result"] = new DataObject { ["ok"] = "yes" } });

        Assert.Equal(["yes 26"], host.Lines);
    }

    [Fact]
    public async Task RunTask_WithoutAName_Faults()
    {
        await using var host = new WorkflowTestHost();
        Assert.Equal(InstanceSubStatus.Faulted, (await host.RunAsync(new WorkflowBuilder("w").Then("ask", "Elsa.RunTask", new { taskName = ExpressionText.Js("''") }).ToJson())).SubStatus);
    }
}
