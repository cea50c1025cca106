using Microsoft.Extensions.DependencyInjection;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Contracts.Tests.Stores;

/// <summary>What comes for a run that stands faulted is found by its retry, on every store and when a host dies in between.</summary>
public abstract class FaultedRunContract : StoreContract
{
    private readonly string _parent = Commits.NewId("parent");
    private readonly string _child = Commits.NewId("child");
    private readonly string _event = Commits.NewId("go");

    [Fact]
    public async Task Retry_ChildEndedAndAnEventCameWhileTheParentStoodFaulted_FindsBoth()
    {
        foreach (var host in new[] { Host, Other }.Distinct()) Publish(host);
        var id = new InstanceId(Commits.NewId());
        await Host.Services.GetRequiredService<WorkflowEngine>().StartAsync(new StartRun { DefinitionId = _parent, InstanceId = id });
        await PumpAsync(Host);
        Assert.Equal(InstanceSubStatus.Faulted, (await Host.Runs.LoadAsync(id, default))!.SubStatus);
        Assert.Equal(2, (await Host.Runs.LoadBookmarksAsync(id, default)).Count);

        var hash = Stimulus.Hash("Elsa.Event", new DataObject { ["EventName"] = _event });
        var waits = await Host.Runs.FindBookmarksAsync(hash, null, 10, default);
        await Host.Inbox.EnqueueAsync([.. waits.Select(w => new InboxItem { Id = Commits.NewId("e"), Kind = InboxItemKind.Resume, InstanceId = w.InstanceId.Value, StimulusHash = hash })], default);
        // A host takes the work and dies; another one does it.
        Assert.NotEmpty(await Host.Inbox.ClaimAsync(Host.Name, 100, default));
        await Host.Leases.RetireAsync(Host.Name, default);
        await PumpAsync(Other);
        Assert.Equal(InstanceSubStatus.Faulted, (await Other.Runs.LoadAsync(id, default))!.SubStatus);
        Assert.Empty(await Other.Runs.LoadBookmarksAsync(id, default));

        Alteration[] set = [new() { Type = AlterationType.ModifyVariable, VariableId = "ok", Value = true }, new() { Type = AlterationType.Retry }];
        var payload = new DataObject { ["alterations"] = new DataArray(set.Select(a => (object?)a.ToData())) };
        await Other.Inbox.EnqueueAsync([new InboxItem { Id = Commits.NewId("alter"), Kind = InboxItemKind.Alter, InstanceId = id.Value, Payload = payload }], default);
        await PumpAsync(Other);

        Assert.Equal(InstanceSubStatus.Finished, (await Other.Runs.LoadAsync(id, default))!.SubStatus);
        Assert.Empty(await Other.Runs.LoadBookmarksAsync(id, default));
        Assert.Equal(0, (await Other.Inbox.GetDepthAsync(default)).Ready);
    }

    protected static void Configure(IServiceCollection services)
    {
        services.AddSingleton<IdGenerator>();
        services.AddSingleton<TestPlans>().AddSingleton<IPlanSource>(p => p.GetRequiredService<TestPlans>());
        services.AddWorkflowEngine();
    }

    private void Publish(StoreHost host)
    {
        var plans = host.Services.GetRequiredService<TestPlans>();
        plans.Add(new WorkflowBuilder(_child).Then("wait", "Elsa.Event", new { eventName = _event }).ToJson());
        plans.Add(new WorkflowBuilder(_parent).Variable("ok", "Boolean", "false")
            .Add("start", "Elsa.Start").Add("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = _child, waitForCompletion = true }).Add("wait", "Elsa.Event", new { eventName = _event })
            .Add("flaky", "Elsa.RunJavaScript", new { script = "if (getVariable('ok') !== true) throw new Error('not yet'); 1" })
            .Connect("start", "call").Connect("start", "wait").Connect("start", "flaky").ToJson());
    }

    private static async Task PumpAsync(StoreHost host)
    {
        var engine = host.Services.GetRequiredService<WorkflowEngine>();
        while (await host.Inbox.ClaimAsync(host.Name, 10, default) is { Count: > 0 } claimed)
        {
            foreach (var run in claimed)
            {
                if (await engine.RunAsync(run) is { } burst) Assert.Equal(CommitStatus.Committed, burst.Commit);
                else await host.Inbox.CompleteAsync(host.Name, [.. run.Items.Select(i => i.Id)], default);
            }
        }
    }
}

public sealed class InMemoryFaultedRunTests : FaultedRunContract
{
    protected override (StoreHost Host, StoreHost Other) Create()
    {
        var host = StoreHost.InMemory("a", Configure);
        return (host, host);
    }
}

public sealed class PostgresFaultedRunTests(PostgresDatabase database) : FaultedRunContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create()
    {
        var host = StoreHost.Postgres(database.DataSource, "a", configure: Configure);
        return (host, StoreHost.Postgres(database.DataSource, "b", host.Time, Configure));
    }
}
