using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;
using static Status.Contracts.Tests.Stores.Commits;
using Event = Status.Workflows.Primitives.Event;

namespace Status.Contracts.Tests.Feed;

/// <summary>Followers as they run in a host, on stores in memory.</summary>
public sealed class FollowerTests
{
    private static readonly TimeSpan _ceiling = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Follower_FactThatThrows_IsParkedAndTheOthersTakeEffectOnce()
    {
        var follower = new PickyFollower("park", IndigestibleFact.Park, "bad");
        await using var host = await StartAsync(follower);

        await host.Feed.AppendAsync([Fact("1"), Fact("bad"), Fact("2"), Fact("skip", "other.type"), Fact("3")], default);
        await follower.Digested("3").WaitAsync(_ceiling);
        await UntilAsync(host, c => c.Follower == "park" && c.Position >= 5);

        Assert.Equal("bad", Assert.Single(await host.Feed.GetParkedAsync("park", 10, default)).Reason);
        Assert.Equal(["1", "2", "3"], (await host.Inbox.ClaimAsync("x", 10, default)).SelectMany(r => r.Items).Select(i => i.DefinitionId));
    }

    [Fact]
    public async Task Follower_ThatMustNotSkip_StopsBeforeTheFactAndSaysSo()
    {
        var follower = new PickyFollower("stop", IndigestibleFact.Stop, "bad");
        await using var host = await StartAsync(follower);

        await host.Feed.AppendAsync([Fact("1"), Fact("bad"), Fact("2")], default);
        await follower.Refused.WaitAsync(_ceiling);
        await UntilAsync(host, c => c.Follower == "stop" && c.Position == 1);
        await UntilStoppedAsync(host, "stop");

        Assert.Contains("bad", host.Services.GetRequiredService<FollowerHealth>().States["stop"].StoppedBy, StringComparison.Ordinal);
        follower.Mend();
        await follower.Digested("2").WaitAsync(_ceiling);
    }

    [Fact]
    public async Task EventFollower_StartsTriggersAndResumesBookmarksOfTheEvent()
    {
        await using var host = await StartAsync();
        var hash = Status.Workflows.Execution.Stimulus.Hash(Event.StimulusName, Event.Payload("order.placed"));
        await host.Definitions.SaveAsync(
            new StoredDefinition
            {
                Id = "v",
                DefinitionId = "d",
                Name = "d",
                Version = 1,
                IsLatest = true,
                IsPublished = true,
                CreatedAt = default,
                Author = "a",
                Digest = "",
                Json = "{}",
            },
            [new TriggerRecord("d", "v", "trigger", Event.StimulusName, hash, Event.Payload("order.placed"), null)], [], default);
        await host.Runs.CommitAsync(Commit("waits") with { BookmarksCreated = [Bookmark("waits", "b", hash, "blue")] }, default);
        await host.Runs.CommitAsync(Commit("other") with { BookmarksCreated = [Bookmark("other", "c", hash, "red")] }, default);

        var position = await host.Feed.AppendAsync(
            [new FactDraft("order.placed", new DataObject { ["n"] = 7.0 }, "k") { CorrelationId = "blue" }, Fact("x", "delivery.requested.not")], default);
        var items = await ItemsAsync(host, 2);

        var start = items.Single(i => i.Kind == InboxItemKind.Start);
        Assert.Equal(("d", "trigger", position - 1, "blue"), (start.DefinitionId, start.TriggerActivityId, start.Cause, start.CorrelationId));
        Assert.Equal(7.0, ((DataObject)start.Payload["body"]!)["n"]);
        var resume = items.Single(i => i.Kind == InboxItemKind.Resume);
        Assert.Equal(("waits", hash), (resume.InstanceId, resume.StimulusHash));
    }

    [Fact]
    public async Task EventFollower_FactTooDeep_IsParkedAndStartsNothing()
    {
        await using var host = await StartAsync();
        var hash = Status.Workflows.Execution.Stimulus.Hash(Event.StimulusName, Event.Payload("test.happened"));
        await host.Runs.CommitAsync(Commit("waits") with { BookmarksCreated = [Bookmark("waits", "b", hash)] }, default);
        var deep = Commit("deep");
        await host.Runs.CommitAsync(deep with { Instance = deep.Instance with { Depth = Status.Workflows.Execution.Fact.MaxDepth + 1 }, Facts = [Fact("deep")] }, default);

        await UntilAsync(host, c => c.Follower == "events" && c.Parked == 1);

        Assert.Empty(await host.Inbox.ClaimAsync("x", 10, default));
    }

    private static async Task<StoreHost> StartAsync(params Follower[] followers)
    {
        var host = StoreHost.InMemory(configure: services =>
        {
            services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
            services.AddWorkflowFeed();
            services.Configure<FeedOptions>(o =>
            {
                o.LazyFacts = 1;
                o.RetryDelay = TimeSpan.FromMilliseconds(10);
            });
            foreach (var follower in followers) services.AddSingleton(follower);
        });
        foreach (var service in host.Services.GetServices<IHostedService>().Where(s => s is FollowerService)) await service.StartAsync(default);
        return host;
    }

    private static Task UntilAsync(StoreHost host, Func<CursorStatus, bool> condition) =>
        Eventually.TrueAsync(async () => (await host.Feed.GetCursorsAsync(default)).Any(condition), "a cursor stands as expected");

    private static Task UntilStoppedAsync(StoreHost host, string follower)
    {
        var health = host.Services.GetRequiredService<FollowerHealth>();
        return Eventually.TrueAsync(() => health.States.TryGetValue(follower, out var state) && state.IsStopped, $"the follower {follower} stops");
    }

    private static async Task<List<InboxItem>> ItemsAsync(StoreHost host, int count)
    {
        using var ceiling = new CancellationTokenSource(_ceiling);
        var items = new List<InboxItem>();
        while (items.Count < count)
        {
            var next = host.Services.GetRequiredService<StoreSignals>().Inbox.Next;
            var claimed = await host.Inbox.ClaimAsync("x", 10, default);
            items.AddRange(claimed.SelectMany(c => c.Items));
            if (claimed.Count == 0) await next.WaitAsync(ceiling.Token);
        }

        return items;
    }

    /// <summary>Starts a run per fact, and throws at one.</summary>
    private sealed class PickyFollower(string name, IndigestibleFact onIndigestible, string refused) : Follower
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource> _digested = new();
        private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _mended;

        public override string Name => name;

        public override IReadOnlyList<string> FactTypes => ["test.*"];

        public override IndigestibleFact OnIndigestible => onIndigestible;

        public Task Refused => _refused.Task;

        public void Mend() => _mended = true;

        public Task Digested(string key) => Source(key).Task;

        public override ValueTask<FollowerEffect> DigestAsync(IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
        {
            if (!_mended && facts.Any(f => f.Key == refused))
            {
                if (facts.Count == 1) _refused.TrySetResult();
                throw new InvalidOperationException(refused);
            }

            return ValueTask.FromResult(new FollowerEffect { Inbox = [.. facts.Select(f => new InboxItem { Id = f.Key, Kind = InboxItemKind.Start, DefinitionId = f.Key })] });
        }

        public override void OnCommitted(FollowerEffect effect)
        {
            foreach (var item in effect.Inbox) Source(item.Id).TrySetResult();
        }

        private TaskCompletionSource Source(string key) => _digested.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
