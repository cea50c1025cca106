using Status.Workflows.Execution;
using Status.Workflows.Feed;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every feed promises.</summary>
public abstract class FeedContract : StoreContract
{
    protected abstract Write Applying(string key, bool applied);

    [Fact]
    public async Task Append_Facts_StandInOrderWithoutGap()
    {
        var before = await Host.Feed.GetHeadAsync(default);
        var head = await Host.Feed.AppendAsync([Fact("1"), Fact("2"), Fact("3") with { CorrelationId = "c" }], default);
        var facts = await Host.Feed.ReadAsync(before, 10, default);

        Assert.Equal(before + 3, head);
        Assert.Equal([(before + 1, "1"), (before + 2, "2"), (before + 3, "3")], facts.Select(f => (f.Position, f.Key)));
        Assert.Equal(("c", "3"), (facts[2].CorrelationId, (string?)facts[2].Body["key"]));
        Assert.Equal(["2"], (await Host.Feed.ReadAsync(before + 1, 1, default)).Select(f => f.Key));
    }

    [Fact]
    public async Task Acquire_CursorOfALiveHost_IsRefusedUntilItsLeaseEnds()
    {
        var name = NewId("f");
        await Host.Leases.BeatAsync(Host.Name, TimeSpan.FromHours(1), default);
        Assert.Equal(0, await Host.Feed.AcquireCursorAsync(name, Host.Name, default));
        Assert.Null(await Other.Feed.AcquireCursorAsync(name, Other.Name, default));
        Assert.True(await Host.Feed.AdvanceAsync(Step(name, Host, 0, 5), default));

        await Host.Leases.BeatAsync(Host.Name, TimeSpan.Zero, default);
        Assert.Equal(5, await Other.Feed.AcquireCursorAsync(name, Other.Name, default));
        Assert.False(await Host.Feed.AdvanceAsync(Step(name, Host, 5, 6), default));
        Assert.True(await Other.Feed.AdvanceAsync(Step(name, Other, 5, 6), default));
        await Host.Leases.BeatAsync(Host.Name, TimeSpan.FromHours(1), default);
    }

    [Fact]
    public async Task Advance_FromElsewhere_StoresNothing()
    {
        var name = NewId("f");
        await Host.Feed.AcquireCursorAsync(name, Host.Name, default);
        var head = await Host.Feed.GetHeadAsync(default);
        var cause = new Fact { Position = 3, Type = "t", Body = [], Key = "k", At = default, Depth = 2 };
        var effect = new FollowerEffect { Facts = [(Fact("f"), cause)], Inbox = [Start(name + "i")] };

        Assert.False(await Host.Feed.AdvanceAsync(Step(name, Host, 2, 3) with { Effect = effect }, default));
        Assert.Equal(head, await Host.Feed.GetHeadAsync(default));

        Assert.True(await Host.Feed.AdvanceAsync(Step(name, Host, 0, 3) with { Effect = effect }, default));
        var fact = Assert.Single(await Host.Feed.ReadAsync(head, 10, default));
        Assert.Equal((3L, 3), (fact.Cause, fact.Depth));
        Assert.Equal(0, await Host.Inbox.EnqueueAsync([Start(name + "i")], default));
    }

    [Fact]
    public async Task Advance_WriteThatMustApplyDoesNot_StoresNothing()
    {
        var name = NewId("f");
        await Host.Feed.AcquireCursorAsync(name, Host.Name, default);
        var effect = new FollowerEffect { Writes = [Applying("a", true), Applying("b", false)], Inbox = [Start(name + "i")], MustApply = new HashSet<string> { "b" } };
        Assert.False(await Host.Feed.AdvanceAsync(Step(name, Host, 0, 1) with { Effect = effect }, default));
        Assert.Equal(0, await Host.Feed.AcquireCursorAsync(name, Host.Name, default));

        Assert.True(await Host.Feed.AdvanceAsync(Step(name, Host, 0, 1) with { Effect = effect with { MustApply = new HashSet<string> { "a" } } }, default));
        Assert.Equal(1, await Host.Feed.AcquireCursorAsync(name, Host.Name, default));
    }

    [Fact]
    public async Task Advance_FactsOfWrites_FollowFromTheirCauseWhenApplied()
    {
        var name = NewId("f");
        await Host.Feed.AcquireCursorAsync(name, Host.Name, default);
        var head = await Host.Feed.GetHeadAsync(default);
        var cause = new Fact { Position = 8, Type = "t", Body = [], Key = "k", At = default, Depth = 5 };
        await Host.Feed.AdvanceAsync(Step(name, Host, 0, 8) with
        {
            Effect = new FollowerEffect
            {
                Writes = [Applying("a", true) with { FactsIfApplied = [Fact("yes")] }, Applying("b", false) with { FactsIfApplied = [Fact("no")] }],
                WriteCause = cause,
            },
        }, default);
        var fact = Assert.Single(await Host.Feed.ReadAsync(head, 10, default));
        Assert.Equal(("yes", 8L, 6), (fact.Key, fact.Cause, fact.Depth));
    }

    [Fact]
    public async Task Advance_ParkedFacts_AreCountedAndShown()
    {
        var name = NewId("f");
        await Host.Feed.AcquireCursorAsync(name, Host.Name, default);
        var fact = new Fact { Position = 1, Type = "t", Body = [], Key = "k", At = default };
        await Host.Feed.AdvanceAsync(Step(name, Host, 0, 1) with { Parked = [(fact, "bad")] }, default);
        await Host.Feed.AdvanceAsync(Step(name, Host, 1, 2) with { Effect = new FollowerEffect { Parked = [(fact with { Position = 2 }, "deep")] } }, default);

        var cursor = (await Host.Feed.GetCursorsAsync(default)).Single(c => c.Follower == name);
        Assert.Equal((2L, Host.Name, 2L), (cursor.Position, cursor.Host, cursor.Parked));
        Assert.Equal([(2L, "deep"), (1L, "bad")], (await Host.Feed.GetParkedAsync(name, 10, default)).Select(p => (p.Position, p.Reason)));
    }

    [Fact]
    public async Task Wait_FactCommittedMeanwhile_ReturnsAtOnce()
    {
        var head = await Host.Feed.GetHeadAsync(default);
        await Host.Feed.AppendAsync([Fact("w")], default);
        await Host.Feed.WaitAsync(head, default).AsTask().WaitAsync(TimeSpan.FromSeconds(120));

        var waiting = Host.Feed.WaitAsync(head + 1, default).AsTask();
        await Host.Feed.AppendAsync([Fact("x")], default);
        await waiting.WaitAsync(TimeSpan.FromSeconds(120));
    }

    private static FollowerCommit Step(string name, StoreHost host, long from, long to) => new(name, host.Name, from, to, FollowerEffect.None, []);
}
