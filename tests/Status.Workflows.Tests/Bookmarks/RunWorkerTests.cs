using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Status.Testing.Workflows;
using Status.Workflows.Bookmarks;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Persistence;
using Status.Workflows.Tests.Execution;

namespace Status.Workflows.Tests.Bookmarks;

public sealed class RunWorkerTests : IAsyncLifetime
{
    private static readonly TimeSpan _ceiling = TimeSpan.FromSeconds(120);

    private readonly Gate _gate = new();
    private readonly StringWriter _lines = new();
    private ServiceProvider _services = null!;
    private IHostedService _worker = null!;

    public async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddInMemoryWorkflowStores().AddWorkflowEngine().AddRunWorker().AddActivitiesFrom(typeof(Leave).Assembly);
        services.AddSingleton(_gate);
        services.Configure<EngineOptions>(o => o.Output = TextWriter.Synchronized(_lines));
        _services = services.BuildServiceProvider();
        _worker = _services.GetServices<IHostedService>().OfType<RunWorker>().Single();
        await _worker.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _worker.StopAsync(default);
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Worker_AcceptedStart_RunsItAndTheCallerGetsTheAnswer()
    {
        await PublishAsync(new WorkflowBuilder("hello").Then("answer", "Elsa.WriteHttpResponse", new { content = "hi" }));
        var id = new InstanceId("run-hello");

        await EnqueueAsync(new InboxItem { Id = "1", Kind = InboxItemKind.Start, InstanceId = id.Value, DefinitionId = "hello" });

        var answer = await _services.GetRequiredService<ReplyAwaiter>().WaitAsync(id, _ceiling, default);
        Assert.Equal("hi", Encoding.UTF8.GetString(answer.Reply!.Body.Span));
    }

    [Fact]
    public async Task Worker_ParentAndChild_EndsBoth()
    {
        await PublishAsync(new WorkflowBuilder("child").Then("leave", "Test.Leave"));
        await PublishAsync(new WorkflowBuilder("parent").Then("call", "Elsa.ExecuteWorkflow", new { workflowDefinitionId = "child" }));
        var id = new InstanceId("run-parent");

        await EnqueueAsync(new InboxItem { Id = "1", Kind = InboxItemKind.Start, InstanceId = id.Value, DefinitionId = "parent" });

        var answer = await _services.GetRequiredService<ReplyAwaiter>().WaitAsync(id, _ceiling, default);
        Assert.Equal(InstanceSubStatus.Finished, answer.Ended);
    }

    [Fact]
    public async Task Worker_SlowRun_DoesNotHoldUpOthers()
    {
        await PublishAsync(new WorkflowBuilder("slow").Then("gate", "Test.PassGate"));
        await PublishAsync(new WorkflowBuilder("quick").Then("leave", "Test.Leave"));

        await EnqueueAsync(new InboxItem { Id = "1", Kind = InboxItemKind.Start, InstanceId = "run-slow", DefinitionId = "slow" });
        await EnqueueAsync(new InboxItem { Id = "2", Kind = InboxItemKind.Start, InstanceId = "run-quick", DefinitionId = "quick" });

        var awaiter = _services.GetRequiredService<ReplyAwaiter>();
        Assert.Equal(InstanceSubStatus.Finished, (await awaiter.WaitAsync(new InstanceId("run-quick"), _ceiling, default)).Ended);
        _gate.Open.SetResult();
        Assert.Equal(InstanceSubStatus.Finished, (await awaiter.WaitAsync(new InstanceId("run-slow"), _ceiling, default)).Ended);
    }

    [Fact]
    public async Task Worker_WorkflowThatIsNotPublished_ParksTheItem()
    {
        await EnqueueAsync(new InboxItem { Id = "1", Kind = InboxItemKind.Start, InstanceId = "run-x", DefinitionId = "nobody" });

        var inbox = _services.GetRequiredService<IInbox>();
        using var ceiling = new CancellationTokenSource(_ceiling);
        while ((await inbox.GetDepthAsync(default)).Parked == 0)
        {
            ceiling.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task PublishAsync(WorkflowBuilder builder)
    {
        var check = _services.GetRequiredService<DefinitionValidator>().Check(builder.ToJson());
        Assert.True(check.IsValid, string.Join(' ', check.Problems));
        var definition = check.Definition;
        var stored = new StoredDefinition
        {
            Id = definition.Id,
            DefinitionId = definition.DefinitionId,
            Name = definition.Name,
            Version = definition.Version,
            IsLatest = true,
            IsPublished = true,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Author = "test",
            Digest = definition.Id,
            Json = builder.ToJson(),
        };
        await _services.GetRequiredService<IDefinitionStore>().SaveAsync(stored, check.Triggers, check.Timers, default);
    }

    private async Task EnqueueAsync(InboxItem item) => await _services.GetRequiredService<IInbox>().EnqueueAsync([item], default);
}
