using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;
using Status.Workflows.Primitives;

namespace Status.Contracts.Tests.Feed;

/// <summary>A fact that comes while a run moves from one Event wait to the next is not missed. No worker runs here: the test decides when the run moves.</summary>
public sealed class SecondFactTests
{
    public static TheoryData<bool, string, bool> Cases() => new()
    {
        { false, "second", false }, { false, "second", true }, { false, "first", false }, { false, "first", true },
        { true, "second", false }, { true, "second", true }, { true, "first", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SecondFact_WhileTheRunMoves_FindsItsNextWait(bool onPostgres, string second, bool inOneBatch)
    {
        await using var database = onPostgres ? await PostgresServer.CreateDatabaseAsync() : null;
        await using var host = await StartAsync(database);
        var engine = host.Services.GetRequiredService<WorkflowEngine>();
        host.Services.GetRequiredService<TestPlans>().Add(new WorkflowBuilder("two-waits")
            .Then("A", "Elsa.Event", new { eventName = "test.first" })
            .Then("B", "Elsa.Event", new { eventName = "test." + second })
            .Then("C", "Elsa.PublishEvent", new { eventName = "test.done" }).ToJson());
        var run = await engine.StartAsync(new StartRun { DefinitionId = "two-waits" });

        if (inOneBatch) await AppendAsync(host, Draft("first", 1), Draft(second, 2));
        else
        {
            await AppendAsync(host, Draft("first", 1));
            await AppendAsync(host, Draft(second, 2));
        }

        await WorkAsync(host, engine);
        Assert.Equal(InstanceSubStatus.Finished, (await host.Runs.LoadAsync(run.InstanceId, default))!.SubStatus);
    }

    [Fact]
    public async Task SecondFact_ThatTheRunDoesNotWaitFor_IsForgotten()
    {
        await using var host = await StartAsync(null);
        var engine = host.Services.GetRequiredService<WorkflowEngine>();
        host.Services.GetRequiredService<TestPlans>().Add(new WorkflowBuilder("two-waits")
            .Then("A", "Elsa.Event", new { eventName = "test.first" })
            .Then("B", "Elsa.Event", new { eventName = "test.second" }).ToJson());
        var run = await engine.StartAsync(new StartRun { DefinitionId = "two-waits" });

        await AppendAsync(host, Draft("first", 1), Draft("other", 2), Draft("first", 3));
        await WorkAsync(host, engine);

        Assert.Equal("test.second", Assert.Single(await host.Runs.LoadBookmarksAsync(run.InstanceId, default)).Payload["EventName"]);
        Assert.Equal(new InboxDepth(0, 0, 0, 0), await host.Inbox.GetDepthAsync(default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SecondFact_OfTheTypeThatBeginsTheRun_IsNotLaidBeforeEveryRunThatMoves(bool onPostgres)
    {
        await using var database = onPostgres ? await PostgresServer.CreateDatabaseAsync() : null;
        await using var host = await StartAsync(database);
        host.Services.GetRequiredService<TestPlans>().Add(new WorkflowBuilder("begun")
            .Then("A", "Elsa.Event", new { eventName = "test.first" }, new { canStartWorkflow = true })
            .Then("B", "Elsa.Event", new { eventName = "test.second" }).ToJson());
        await PublishAsync(host, "begun", "A", "test.first");

        for (var fact = 0; fact < 20; fact += 2) await AppendAsync(host, Draft("first", fact), Draft("first", fact + 1));
        await AppendAsync(host, Draft("second", 20));

        var depth = await host.Inbox.GetDepthAsync(default);
        Assert.Equal(20 + 20, depth.Ready);
        await WorkAsync(host, host.Services.GetRequiredService<WorkflowEngine>());
        Assert.Equal(new InboxDepth(0, 0, 0, 0), await host.Inbox.GetDepthAsync(default));
    }

    private static Task PublishAsync(StoreHost host, string definition, string activity, string eventName) => host.Definitions.SaveAsync(
        new StoredDefinition
        {
            Id = definition,
            DefinitionId = definition,
            Name = definition,
            Version = 1,
            IsLatest = true,
            IsPublished = true,
            CreatedAt = default,
            Author = "a",
            Digest = "",
            Json = "{}",
        },
        [new TriggerRecord(definition, definition, activity, Event.StimulusName, EventFollower.HashOf(eventName), Event.Payload(eventName), null)], [], default).AsTask();

    private static FactDraft Draft(string name, int key) => new("test." + name, new DataObject { ["n"] = (double)key }, $"key-{key}");

    private static async Task<StoreHost> StartAsync(NpgsqlDataSource? database)
    {
        void Configure(IServiceCollection services)
        {
            services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
            services.AddSingleton<TestPlans>().AddSingleton<IPlanSource>(p => p.GetRequiredService<TestPlans>());
            services.AddWorkflowEngine();
            services.AddWorkflowFeed();
        }

        var host = database is null ? StoreHost.InMemory(configure: Configure) : StoreHost.Postgres(database, configure: Configure);
        foreach (var service in host.Services.GetServices<IHostedService>().Where(s => s is FollowerService)) await service.StartAsync(default);
        return host;
    }

    private static async Task AppendAsync(StoreHost host, params FactDraft[] facts)
    {
        var last = await host.Feed.AppendAsync(facts, default);
        await Eventually.TrueAsync(async () => (await host.Feed.GetCursorsAsync(default)).Any(c => c.Follower == "events" && c.Position >= last), "the event follower reads the facts");
    }

    /// <summary>What a worker does, until nothing is left.</summary>
    private static async Task WorkAsync(StoreHost host, WorkflowEngine engine)
    {
        while (await host.Inbox.ClaimAsync(host.Name, 10, default) is { Count: > 0 } claimed)
        {
            foreach (var run in claimed)
                if (await engine.RunAsync(run) is null) await host.Inbox.CompleteAsync(host.Name, [.. run.Items.Select(item => item.Id)], default);
        }
    }
}
