using Status.Workflows.Execution;
using Status.Workflows.Resilience;

namespace Status.Workflows.Bookmarks;

/// <summary>
/// Accepts a stimulus for one run that waits. Where this host's worker has room the run is claimed in the transaction that stores the stimulus and handed to the worker, so that nobody has to look for
/// it first, which would cost three round trips and a commit of their own; otherwise any host may take it.
/// </summary>
public sealed class ResumeIntake
{
    private readonly IInbox _inbox;
    private readonly HostIdentity? _host;
    private readonly HandedWork? _handed;
    private readonly RuntimeGate? _gate;

    internal ResumeIntake(IInbox inbox, HostIdentity? host, HandedWork? handed, RuntimeGate? gate)
    {
        _inbox = inbox;
        _host = host;
        _handed = handed;
        _gate = gate;
    }

    /// <summary>Stores the stimulus durably; one that was accepted before is ignored.</summary>
    /// <param name="item">What is for the run; it names the run.</param>
    /// <param name="cancellationToken">Stops waiting for the store; whether the stimulus is stored is unknown then.</param>
    public async ValueTask AcceptAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (_host is null || _handed is not { HasRoom: true } || _gate?.Pause is not null)
        {
            await _inbox.EnqueueAsync([item], cancellationToken);
            return;
        }

        if (await _inbox.EnqueueClaimedAsync(item, _host.Name, cancellationToken) is { } claimed) _handed.Add([claimed]);
    }
}
