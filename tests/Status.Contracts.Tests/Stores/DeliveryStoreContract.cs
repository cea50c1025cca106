using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Feed.Outbox;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store of deliveries promises.</summary>
public abstract class DeliveryStoreContract : StoreContract
{
    private IDeliveryStore Store => Host.Services.GetRequiredService<IDeliveryStore>();

    [Fact]
    public async Task Accept_SameKeyTwice_IsOneDelivery()
    {
        var delivery = await AcceptAsync(times: 2);
        var claimed = await ClaimAsync(delivery.Key);
        Assert.Equal(delivery with { Headers = claimed!.Headers, Body = claimed.Body }, claimed);
        Assert.Equal(("X-A", "1"), (claimed.Headers[0].Key, claimed.Headers[0].Value));
        Assert.Equal("hello"u8.ToArray(), claimed.Body.ToArray());
        Assert.Null(await ClaimAsync(delivery.Key));
    }

    [Fact]
    public async Task Record_Again_IsDueLater()
    {
        var delivery = (await ClaimAsync((await AcceptAsync()).Key))!;
        Assert.True(await Store.RecordAsync(Host.Name, Result(delivery, DeliveryVerdict.Again) with { NextAt = Host.Time.GetUtcNow().AddMinutes(1) }, default));
        Assert.Null(await ClaimAsync(delivery.Key));
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await ClaimAsync(delivery.Key))!.Attempts);
    }

    [Theory]
    [InlineData(DeliveryVerdict.Succeeded, "delivery.succeeded")]
    [InlineData(DeliveryVerdict.Dead, "delivery.failed")]
    public async Task Record_End_LeavesItsFactOnceAndWakesWhoWaits(DeliveryVerdict verdict, string fact)
    {
        var (run, hash) = (NewId(), NewId("H"));
        await CommittedAsync(Commit(run) with { BookmarksCreated = [Bookmark(run, run + "b", hash)] });
        var delivery = (await ClaimAsync((await AcceptAsync(hash)).Key))!;
        var head = await Host.Feed.GetHeadAsync(default);

        Assert.True(await Store.RecordAsync(Host.Name, Result(delivery, verdict), default));
        Assert.False(await Store.RecordAsync(Host.Name, Result(delivery, verdict), default));

        var left = Assert.Single(await Host.Feed.ReadAsync(head, 10, default));
        Assert.Equal((fact, delivery.Key, 7L, 3), (left.Type, left.Key, left.Cause, left.Depth));
        Assert.Contains(await Host.Inbox.ClaimAsync(Host.Name, 1000, default), r => r.InstanceId.Value == run && r.Items[0].BookmarkId == run + "b");
        Assert.Equal(verdict == DeliveryVerdict.Dead, await Store.RetryAsync(delivery.Key, default));
    }

    private static DeliveryResult Result(Delivery delivery, DeliveryVerdict verdict) =>
        new(delivery, verdict, 200, null, DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(5), null);

    private async Task<Delivery> AcceptAsync(string? stimulusHash = null, int times = 1)
    {
        var key = NewId("k");
        var delivery = new Delivery
        {
            Key = key,
            MessageId = "m",
            Receiver = "ops",
            Headers = [new("X-A", "1")],
            ContentType = "text/plain",
            Body = "hello"u8.ToArray(),
            StimulusHash = stimulusHash,
            Cause = 7,
            Depth = 2,
        };
        var follower = NewId("f");
        var position = await Host.Feed.AcquireCursorAsync(follower, Host.Name, default);
        var effect = new FollowerEffect { Writes = [.. Enumerable.Range(0, times).Select(_ => Store.Accept(delivery, Host.Time.GetUtcNow()))] };
        Assert.True(await Host.Feed.AdvanceAsync(new FollowerCommit(follower, Host.Name, position!.Value, 1, effect, []), default));
        return delivery;
    }

    private async Task<Delivery?> ClaimAsync(string key) => (await Store.ClaimAsync(Host.Name, 1000, default)).Due.SingleOrDefault(d => d.Key == key);
}
