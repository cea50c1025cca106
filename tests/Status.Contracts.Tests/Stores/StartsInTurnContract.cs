using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store promises of starts whose definition allows only so many runs at a time: they wait in the store, in order, and are called.</summary>
public abstract class StartsInTurnContract : StoreContract
{
    private readonly string _definition = NewId("limited");

    [Fact]
    public async Task Start_AtTheLimit_IsNotClaimedAgainUntilARunEnds()
    {
        var (first, second) = (await AcceptAsync(), await AcceptAsync());
        await BeginAsync(Host, first);
        Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Other, second));

        Host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await TryClaimAsync(Host, second));
        Assert.True((await Host.Inbox.GetDepthAsync(default)).Waiting >= 1);

        await EndAsync(first);
        Assert.Equal(CommitStatus.Committed, await TryBeginAsync(Host, second));
    }

    [Fact]
    public async Task Starts_DecidedInTheWrongOrder_BeginInOrderOfAcceptance()
    {
        var runs = await AcceptAsync(4);
        var claims = await ClaimAllAsync(Host, runs);
        foreach (var claim in claims.Reverse()) Assert.Equal(claim.InstanceId.Value == runs[0], await CommitStartAsync(Host, claim) == CommitStatus.Committed);

        for (var i = 0; i < runs.Length - 1; i++)
        {
            await EndAsync(runs[i]);
            Assert.Equal([runs[i + 1]], (await ClaimAllAsync(Other, runs)).Select(c => c.InstanceId.Value));
            await CommitClaimedAsync(Other, runs[i + 1]);
        }
    }

    [Fact]
    public async Task Start_ThatComesWhenAPlaceIsFreeButSomebodyWasCalled_WaitsBehindHim()
    {
        var (first, second) = (await AcceptAsync(), await AcceptAsync());
        await BeginAsync(Host, first);
        Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Host, second));
        await EndAsync(first);

        var late = await AcceptAsync();
        Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Other, late));
        Assert.Equal(CommitStatus.AtLimit, (await Host.Runs.CommitAsync(StartCommit(NewId(), []), default)).Status);
        Assert.Equal(CommitStatus.Committed, await TryBeginAsync(Host, second));
        await EndAsync(second);
        Assert.Equal(CommitStatus.Committed, await TryBeginAsync(Host, late));
    }

    [Fact]
    public async Task LimitRaised_ByAPublish_CallsAsManyAsThereArePlaces()
    {
        var runs = await AcceptAsync(5);
        await PublishAsync(1, 1);
        await BeginAsync(Host, runs[0]);
        foreach (var run in runs[1..]) Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Host, run));

        await PublishAsync(2, 3);
        Assert.Equal(runs[1..3], (await ClaimAllAsync(Host, runs)).Select(c => c.InstanceId.Value));
        await PublishAsync(3, null);
        Assert.Equal(runs[3..], (await ClaimAllAsync(Host, runs)).Select(c => c.InstanceId.Value));
    }

    [Theory]
    [InlineData("parked")]
    [InlineData("later")]
    [InlineData("consumed")]
    public async Task Start_ThatWasCalledAndDoesNotBegin_LetsTheNextOneGo(string how)
    {
        var runs = await AcceptAsync(3);
        await BeginAsync(Host, runs[0]);
        foreach (var run in runs[1..]) Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Host, run));
        await EndAsync(runs[0]);

        var called = await ClaimAsync(Host, runs[1]);
        Assert.Null(await TryClaimAsync(Other, runs[2]));
        var ids = called.Items.Select(i => i.Id).ToArray();
        if (how == "consumed") await Host.Inbox.CompleteAsync(Host.Name, ids, default);
        else await Host.Inbox.ReleaseAsync(Host.Name, ids, how == "later" ? Host.Time.GetUtcNow().AddMinutes(1) : null, how == "parked" ? "broken" : null, default);

        Assert.Equal(CommitStatus.Committed, await TryBeginAsync(Other, runs[2]));
    }

    [Fact]
    public async Task HostThatDied_WithTheStartThatWasCalled_StrandsNobody()
    {
        var runs = await AcceptAsync(3);
        await BeginAsync(Other, runs[0]);
        foreach (var run in runs[1..]) Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Host, run));
        await EndAsync(runs[0]);
        await ClaimAsync(Host, runs[1]);

        await Other.Leases.BeatAsync(Other.Name, TimeSpan.FromHours(1), default);
        await Host.Leases.BeatAsync(Host.Name, TimeSpan.Zero, default);
        await Other.Leases.RecoverAsync(default);

        Assert.Equal(CommitStatus.Committed, await TryBeginAsync(Other, runs[1]));
        await EndAsync(runs[1]);
        Assert.Equal(CommitStatus.Committed, await TryBeginAsync(Other, runs[2]));
        await Host.Leases.BeatAsync(Host.Name, TimeSpan.FromHours(1), default);
    }

    [Fact]
    public async Task CallThatWasMissed_IsMadeUpForByTheNextSweep()
    {
        var (first, second) = (await AcceptAsync(), await AcceptAsync());
        await BeginAsync(Host, first);
        Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Host, second));
        // A run of a version without a limit ends, and calls nobody.
        await EndAsync(first, gives: false);
        Assert.Null(await TryClaimAsync(Host, second));

        await Other.Leases.RecoverAsync(default);

        Assert.Equal(CommitStatus.Committed, await TryBeginAsync(Host, second));
    }

    [Fact]
    public async Task HeldStart_WhoseRunIsToBeCancelled_GoesAlongWithTheCancellation()
    {
        var (first, second) = (await AcceptAsync(), await AcceptAsync());
        await BeginAsync(Host, first);
        Assert.Equal(CommitStatus.AtLimit, await TryBeginAsync(Host, second));
        await Host.Inbox.EnqueueAsync([new InboxItem { Id = NewId("cancel"), Kind = InboxItemKind.Cancel, InstanceId = second }], default);

        Assert.Equal([InboxItemKind.Start, InboxItemKind.Cancel], (await ClaimAsync(Other, second)).Items.Select(i => i.Kind));
    }

    [Fact]
    public async Task Starts_OfManyAtOnceOnTwoHosts_NeverExceedTheLimitAndNoneIsLost()
    {
        var runs = await AcceptAsync(40);
        var begun = new List<string>();
        while (begun.Count < runs.Length)
        {
            var claims = (await ClaimAllAsync(Host, runs, 7)).Select(c => (Host, c)).Concat((await ClaimAllAsync(Other, runs, 7)).Select(c => (Other, c))).ToArray();
            Assert.NotEmpty(claims);
            var outcomes = await Task.WhenAll(claims.Select(c => Task.Run(async () => (Run: c.c.InstanceId.Value, Status: await CommitStartAsync(c.Item1, c.c, most: 3)))));
            var now = outcomes.Where(o => o.Status == CommitStatus.Committed).Select(o => o.Run).ToArray();
            Assert.InRange(now.Length, 0, 3);
            begun.AddRange(now);
            await Task.WhenAll(now.Select(run => EndAsync(run)));
        }

        Assert.Equal(runs.Order(), begun.Order());
    }

    private async Task<string> AcceptAsync() => (await AcceptAsync(1))[0];

    private async Task<string[]> AcceptAsync(int count)
    {
        var runs = Enumerable.Range(0, count).Select(_ => NewId()).ToArray();
        await Host.Inbox.EnqueueAsync([.. runs.Select(run => Start("start/" + run, run) with { DefinitionId = _definition })], default);
        return runs;
    }

    private RunCommit StartCommit(string run, string[] consumed, int most = 1) => Commit(run, subStatus: InstanceSubStatus.Suspended) with
    {
        Instance = Instance(run) with { DefinitionId = _definition },
        InboxConsumed = consumed,
        Activation = new ActivationRule(ActivationStrategy.Always, _definition, null) { MostRunning = most },
    };

    private async Task BeginAsync(StoreHost host, string run) => Assert.Equal(CommitStatus.Committed, await TryBeginAsync(host, run));

    private async Task<CommitStatus> TryBeginAsync(StoreHost host, string run) => await CommitStartAsync(host, await ClaimAsync(host, run));

    private async Task<CommitStatus> CommitStartAsync(StoreHost host, ClaimedRun claim, int most = 1) =>
        (await host.Runs.CommitAsync(StartCommit(claim.InstanceId.Value, [claim.Items[0].Id], most), default)).Status;

    private async Task CommitClaimedAsync(StoreHost host, string run) =>
        Assert.Equal(CommitStatus.Committed, (await host.Runs.CommitAsync(StartCommit(run, ["start/" + run]), default)).Status);

    private async Task EndAsync(string run, bool gives = true)
    {
        var commit = Commit(run, 1, InstanceSubStatus.Finished) with { GivesPlace = gives };
        await CommittedAsync(commit with { Instance = commit.Instance with { DefinitionId = _definition } });
    }

    private async Task PublishAsync(int version, int? most) => await Host.Definitions.SaveAsync(
        new StoredDefinition
        {
            Id = $"{_definition}-{version}",
            DefinitionId = _definition,
            Name = _definition,
            Version = version,
            IsLatest = true,
            IsPublished = true,
            CreatedAt = default,
            Author = "a",
            Digest = "",
            Json = most is null ? "{}" : $$$"""{"customProperties":{"maxConcurrentRuns":{{{most}}}}}""",
        },
        [], [], default);

    private static async Task<ClaimedRun> ClaimAsync(StoreHost host, string run) =>
        await TryClaimAsync(host, run) ?? throw new InvalidOperationException($"{run} could not be claimed by {host.Name}.");

    private static async Task<ClaimedRun?> TryClaimAsync(StoreHost host, string run) => (await ClaimAllAsync(host, [run])).SingleOrDefault();

    private static async Task<IReadOnlyList<ClaimedRun>> ClaimAllAsync(StoreHost host, string[] runs, int most = 1000)
    {
        var all = await host.Inbox.ClaimAsync(host.Name, most, default);
        var others = all.Where(r => !runs.Contains(r.InstanceId.Value)).SelectMany(r => r.Items).Select(i => i.Id).ToArray();
        if (others.Length > 0) await host.Inbox.ReleaseAsync(host.Name, others, null, null, default);
        return [.. all.Where(r => runs.Contains(r.InstanceId.Value))];
    }
}

public sealed class InMemoryStartsInTurnTests : StartsInTurnContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresStartsInTurnTests(Status.Testing.PostgresDatabase database) : StartsInTurnContract, IClassFixture<Status.Testing.PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}
