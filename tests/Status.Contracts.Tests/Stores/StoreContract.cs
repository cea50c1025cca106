using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Stores;

/// <summary>Two hosts of one cluster, for the suites that every store must pass.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected StoreHost Host { get; private set; } = null!;

    /// <summary>Another host on the same stores; in memory the same stores under another name.</summary>
    protected StoreHost Other { get; private set; } = null!;

    protected abstract (StoreHost Host, StoreHost Other) Create();

    public Task InitializeAsync()
    {
        (Host, Other) = Create();
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Other.DisposeAsync();
    }

    protected async Task CommittedAsync(RunCommit commit)
    {
        var outcome = await Host.Runs.CommitAsync(commit, default);
        Assert.True(outcome.Status == CommitStatus.Committed, outcome.ToString());
    }
}
