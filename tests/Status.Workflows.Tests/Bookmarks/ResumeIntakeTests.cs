using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Bookmarks;
using Status.Workflows.Execution;
using Status.Workflows.Persistence;
using Status.Workflows.Resilience;

namespace Status.Workflows.Tests.Bookmarks;

public sealed class ResumeIntakeTests : IDisposable
{
    private static readonly InboxItem _item = new() { Id = "1", Kind = InboxItemKind.Resume, InstanceId = "run", BookmarkId = "b" };

    private readonly HandedWork _handed = new() { IsTaken = true };
    private readonly RuntimeGate _gate = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddInMemoryWorkflowStores().BuildServiceProvider();

    [Fact]
    public async Task Accept_WorkerWithRoom_HandsTheClaimedRunToIt()
    {
        await AcceptAsync();
        Assert.Equal("run", _handed.Take()?.InstanceId.Value);
        Assert.Equal((0, 1), await DepthAsync());
    }

    [Fact]
    public async Task Accept_WorkerThatHasStopped_LeavesItToWhoeverClaims()
    {
        _handed.IsTaken = false;
        await AcceptAsync();
        Assert.Null(_handed.Take());
        Assert.Equal((1, 0), await DepthAsync());
    }

    [Fact]
    public async Task Accept_RuntimePaused_ClaimsNothing()
    {
        _gate.Set(new RuntimePause(DateTimeOffset.UnixEpoch, "somebody", null));
        await AcceptAsync();
        Assert.Equal((1, 0), await DepthAsync());
    }

    [Fact]
    public async Task Accept_MuchHandedAlready_LeavesItToOtherHosts()
    {
        while (_handed.HasRoom) _handed.Add([new ClaimedRun(new InstanceId("other"), [_item])]);
        await AcceptAsync();
        Assert.Equal((1, 0), await DepthAsync());
    }

    public void Dispose() => _services.Dispose();

    private ValueTask AcceptAsync() =>
        new ResumeIntake(_services.GetRequiredService<IInbox>(), _services.GetRequiredService<HostIdentity>(), _handed, _gate).AcceptAsync(_item, default);

    private async Task<(long Ready, long Claimed)> DepthAsync()
    {
        var depth = await _services.GetRequiredService<IInbox>().GetDepthAsync(default);
        return (depth.Ready, depth.Claimed);
    }
}
