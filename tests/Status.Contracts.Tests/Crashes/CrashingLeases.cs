using Status.Testing.Workflows;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Crashes;

/// <summary>The leases of a process that may die when it has said that it lives, and when it has taken over what a dead one held.</summary>
internal sealed class CrashingLeases(IHostLeases inner, CrashPoint point) : IHostLeases
{
    public ValueTask BeatAsync(string host, TimeSpan lease, CancellationToken cancellationToken) => point.DoAsync(() => inner.BeatAsync(host, lease, cancellationToken));

    public ValueTask<int> RecoverAsync(CancellationToken cancellationToken) => point.DoAsync(() => inner.RecoverAsync(cancellationToken), recovered => recovered > 0);

    public ValueTask RetireAsync(string host, CancellationToken cancellationToken) => point.DoAsync(() => inner.RetireAsync(host, cancellationToken));

    public ValueTask<IReadOnlyList<HostStatus>> GetHostsAsync(CancellationToken cancellationToken) => inner.GetHostsAsync(cancellationToken);
}
