using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Status.Workflows.Execution;

namespace Status.Workflows.Bookmarks;

/// <summary>
/// Keeps the caller of an HTTP run over its waits: whoever holds the connection waits here for the committed answer, from whatever host it comes.
/// </summary>
public sealed class ReplyAwaiter : IDisposable
{
    private readonly IRunStore _store;
    private readonly StoreSignals _signals;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _poll;
    private readonly ConcurrentDictionary<string, Pulse> _waiting = new(StringComparer.Ordinal);

    /// <summary>Creates it.</summary>
    /// <param name="store">Keeps the answers.</param>
    /// <param name="signals">Wakes of this process.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="options">The poll interval.</param>
    public ReplyAwaiter(IRunStore store, StoreSignals signals, TimeProvider timeProvider, IOptions<EngineOptions> options)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(options);
        _store = store;
        _signals = signals;
        _timeProvider = timeProvider;
        _poll = options.Value.PollInterval;
        signals.Replied += Wake;
        signals.Committed += Wake;
    }

    /// <summary>Waits until a run has answered or ended.</summary>
    /// <param name="id">The run.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="cancellationToken">The caller went away; the run goes on.</param>
    /// <returns>The answer, or how the run ended without one; <see cref="RunAnswer.IsPending"/> after the timeout.</returns>
    public async ValueTask<RunAnswer> WaitAsync(InstanceId id, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var end = _timeProvider.GetUtcNow() + timeout;
        var pulse = _waiting.GetOrAdd(id.Value, static _ => new Pulse());
        try
        {
            while (true)
            {
                var next = pulse.Next;
                if (await LookAsync(id, cancellationToken) is { } answer) return answer;
                var left = end - _timeProvider.GetUtcNow();
                if (left <= TimeSpan.Zero) return new RunAnswer(null, null);
                await Pulse.WaitAsync(next, left < _poll ? left : _poll, _timeProvider, cancellationToken);
            }
        }
        finally
        {
            _waiting.TryRemove(KeyValuePair.Create(id.Value, pulse));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signals.Replied -= Wake;
        _signals.Committed -= Wake;
    }

    private async ValueTask<RunAnswer?> LookAsync(InstanceId id, CancellationToken cancellationToken)
    {
        if (await _store.LoadReplyAsync(id, cancellationToken) is { } reply) return new RunAnswer(reply, null);
        var record = await _store.LoadAsync(id, cancellationToken);
        return record is { Status: InstanceStatus.Finished } ? new RunAnswer(null, record.SubStatus) : null;
    }

    private void Wake(InstanceId id)
    {
        if (_waiting.TryGetValue(id.Value, out var pulse)) pulse.Set();
    }
}

/// <summary>How a run answered.</summary>
/// <param name="Reply">The answer; <c>null</c> when there is none.</param>
/// <param name="Ended">How the run ended without an answer; <c>null</c> when it answered or still runs.</param>
public sealed record RunAnswer(HttpReply? Reply, InstanceSubStatus? Ended)
{
    /// <summary>Whether the run neither answered nor ended.</summary>
    public bool IsPending => Reply is null && Ended is null;
}
