using Status.Workflows.Execution;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store promises of work that is claimed by the transaction that accepts it.</summary>
public abstract class EnqueueClaimedContract : StoreContract
{
    [Fact]
    public async Task EnqueueClaimed_RunThatNobodyWorksOn_IsOursAndNobodyElses()
    {
        var run = NewId();
        await CommittedAsync(Commit(run));

        var claimed = await Host.Inbox.EnqueueClaimedAsync(For(run, "1"), Host.Name, default);

        Assert.Equal([run + "1"], claimed!.Items.Select(i => i.Id));
        Assert.False(claimed.IsNew);
        Assert.DoesNotContain(await Other.Inbox.ClaimAsync(Other.Name, 1000, default), r => r.InstanceId.Value == run);
        await CommittedAsync(Commit(run, expected: 1) with { InboxConsumed = [run + "1"] });
        Assert.Equal(0, await Host.Inbox.EnqueueAsync([For(run, "1")], default));
    }

    [Fact]
    public async Task EnqueueClaimed_RunAtWork_WaitsForTheEndOfThatWork()
    {
        var run = NewId();
        await CommittedAsync(Commit(run));
        Assert.NotNull(await Host.Inbox.EnqueueClaimedAsync(For(run, "1"), Host.Name, default));

        Assert.Null(await Other.Inbox.EnqueueClaimedAsync(For(run, "2"), Other.Name, default));

        await CommittedAsync(Commit(run, expected: 1) with { InboxConsumed = [run + "1"] });
        var next = Assert.Single(await Other.Inbox.ClaimAsync(Other.Name, 1000, default), r => r.InstanceId.Value == run);
        Assert.Equal([run + "2"], next.Items.Select(i => i.Id));
    }

    [Fact]
    public async Task EnqueueClaimed_WorkThatWaitedAlready_GoesAlongInItsOrder()
    {
        var run = NewId();
        await CommittedAsync(Commit(run));
        await Host.Inbox.EnqueueAsync([For(run, "1")], default);

        var claimed = await Host.Inbox.EnqueueClaimedAsync(For(run, "2"), Host.Name, default);

        Assert.Equal([run + "1", run + "2"], claimed!.Items.Select(i => i.Id));
    }

    [Fact]
    public async Task EnqueueClaimed_SameIdTwice_IsAcceptedAndClaimedOnce()
    {
        var run = NewId();
        await CommittedAsync(Commit(run));
        Assert.NotNull(await Host.Inbox.EnqueueClaimedAsync(For(run, "1"), Host.Name, default));
        Assert.Null(await Host.Inbox.EnqueueClaimedAsync(For(run, "1"), Host.Name, default));
        await CommittedAsync(Commit(run, expected: 1) with { InboxConsumed = [run + "1"] });
        Assert.Null(await Other.Inbox.EnqueueClaimedAsync(For(run, "1"), Other.Name, default));
    }

    [Fact]
    public async Task EnqueueClaimed_ManyAtOnce_AreEachClaimedByOneHost()
    {
        var run = NewId();
        await CommittedAsync(Commit(run));
        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            var host = i % 2 == 0 ? Host : Other;
            return await host.Inbox.EnqueueClaimedAsync(For(run, $"{i:00}"), host.Name, default);
        }));

        Assert.Single(claims, c => c is not null);
    }

    private static InboxItem For(string run, string key) => new() { Id = run + key, Kind = InboxItemKind.Resume, InstanceId = run, BookmarkId = run + "b" };
}
