using Microsoft.Extensions.Logging;
using Status.Workflows.Execution;

namespace Status.Workflows.Feed;

/// <summary>Drives one follower: reads facts in order, has them digested, and commits effect and cursor together.</summary>
internal sealed partial class FollowerLoop(
    Follower follower, IFeed feed, HostIdentity host, FeedOptions options, FollowerHealth health, TimeProvider timeProvider, ILogger<FollowerLoop> logger)
{
    private static readonly TimeSpan _longestDelay = TimeSpan.FromMinutes(1);

    private readonly KeyValuePair<string, object?> _tag = new("follower", follower.Name);
    private TimeSpan _delay = options.RetryDelay;
    private DateTimeOffset _movedAt = timeProvider.GetUtcNow();

    /// <summary>Runs until it is stopped; survives whatever a follower or the database throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var position = await feed.AcquireCursorAsync(follower.Name, host.Name, cancellationToken);
                health.Set(follower.Name, position is not null, position ?? 0);
                if (position is null) await Task.Delay(options.TakeOverInterval, timeProvider, cancellationToken);
                else await FollowAsync(position.Value, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // One of the three places that catch everything: a follower that dies silently would stop the chain for ever.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogInterrupted(logger, exception, follower.Name, _delay);
                await PauseAsync(cancellationToken);
            }
        }
    }

    /// <summary>Follows from a committed position until the cursor turns out to be elsewhere.</summary>
    private async Task FollowAsync(long committed, CancellationToken cancellationToken)
    {
        var seen = committed;
        while (true)
        {
            var facts = await feed.ReadAsync(seen, follower.BatchSize, cancellationToken);
            var wanted = facts.Where(f => Wants(f.Type)).ToList();
            var last = facts.Count > 0 ? facts[^1].Position : seen;
            if (wanted.Count > 0)
            {
                if (!await DigestAsync(committed, last, wanted, cancellationToken)) return;
                committed = last;
            }
            else if (last > committed && (last - committed >= options.LazyFacts || timeProvider.GetUtcNow() - _movedAt >= options.LazyTime))
            {
                if (!await CommitAsync(committed, last, FollowerEffect.None, [], cancellationToken)) return;
                committed = last;
            }

            seen = last;
            health.Set(follower.Name, drives: true, seen);
            if (facts.Count < follower.BatchSize) await feed.WaitAsync(seen, cancellationToken);
        }
    }

    private async Task<bool> DigestAsync(long from, long to, List<Fact> facts, CancellationToken cancellationToken)
    {
        try
        {
            return await DigestTogetherAsync(from, to, facts, cancellationToken);
        }
        catch (Exception exception) when (facts.Count > 1 && !IsOutside(exception, cancellationToken))
        {
            LogOneByOne(logger, exception, follower.Name, facts.Count);
        }
        catch (Exception exception) when (!IsOutside(exception, cancellationToken))
        {
            return await SetAsideAsync(from, to, facts[0], exception, cancellationToken);
        }

        for (var i = 0; i < facts.Count; i++)
        {
            // Each step ends at its fact; the last one also passes over what nobody wanted behind it.
            var step = i == facts.Count - 1 ? to : facts[i].Position;
            if (!await DigestAsync(from, step, [facts[i]], cancellationToken)) return false;
            from = step;
        }

        return true;
    }

    private async Task<bool> DigestTogetherAsync(long from, long to, List<Fact> facts, CancellationToken cancellationToken)
    {
        var effect = await follower.DigestAsync(facts, cancellationToken);
        if (!await CommitAsync(from, to, effect with { WriteCause = effect.WriteCause ?? facts[^1] }, [], cancellationToken)) return false;
        FeedMetrics.Digested.Add(facts.Count, _tag);
        foreach (var (fact, reason) in effect.Parked) Parked(fact, reason, exception: null);
        _delay = options.RetryDelay;
        try
        {
            follower.OnCommitted(effect);
        }
#pragma warning disable CA1031 // The effect is committed; a wake that fails must not undo the step.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogWakeFailed(logger, exception, follower.Name);
        }

        return true;
    }

    private async Task<bool> SetAsideAsync(long from, long to, Fact fact, Exception exception, CancellationToken cancellationToken)
    {
        if (follower.OnIndigestible == IndigestibleFact.Stop)
        {
            health.Set(follower.Name, drives: true, from, $"Fact {fact.Position} ({fact.Type}): {exception.Message}");
            LogStopped(logger, exception, follower.Name, fact.Position, fact.Type);
            await PauseAsync(cancellationToken);
            return false;
        }

        if (!await CommitAsync(from, to, FollowerEffect.None, [(fact, exception.Message)], cancellationToken)) return false;
        Parked(fact, exception.Message, exception);
        return true;
    }

    private async Task<bool> CommitAsync(
        long from, long to, FollowerEffect effect, IReadOnlyList<(Fact Fact, string Reason)> parked, CancellationToken cancellationToken)
    {
        var done = await feed.AdvanceAsync(new FollowerCommit(follower.Name, host.Name, from, to, effect, parked), cancellationToken);
        if (done) _movedAt = timeProvider.GetUtcNow();
        return done;
    }

    private void Parked(Fact fact, string reason, Exception? exception)
    {
        FeedMetrics.Parked.Add(1, _tag);
        LogParked(logger, exception, follower.Name, fact.Position, fact.Type, reason);
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_delay, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _delay = _delay * 2 < _longestDelay ? _delay * 2 : _longestDelay;
    }

    private bool Wants(string type) => follower.FactTypes.Count == 0 || follower.FactTypes.Any(pattern =>
        pattern.EndsWith(".*", StringComparison.Ordinal)
            ? type.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
            : type == pattern);

    private static bool IsOutside(Exception exception, CancellationToken cancellationToken) =>
        StoreTrouble.IsTransient(exception) || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    [LoggerMessage(EventId = 170, Level = LogLevel.Warning, Message = "Follower {Follower} was interrupted and goes on in {Delay}")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, string follower, TimeSpan delay);

    [LoggerMessage(EventId = 171, Level = LogLevel.Warning, Message = "Follower {Follower} could not digest {Count} facts together and tries them one by one")]
    private static partial void LogOneByOne(ILogger logger, Exception exception, string follower, int count);

    [LoggerMessage(EventId = 172, Level = LogLevel.Error, Message = "Follower {Follower} set fact {Position} ({Type}) aside: {Reason}")]
    private static partial void LogParked(ILogger logger, Exception? exception, string follower, long position, string type, string reason);

    [LoggerMessage(EventId = 173, Level = LogLevel.Critical, Message = "Follower {Follower} stands still at fact {Position} ({Type}) until that is mended")]
    private static partial void LogStopped(ILogger logger, Exception exception, string follower, long position, string type);

    [LoggerMessage(EventId = 174, Level = LogLevel.Warning, Message = "Follower {Follower} could not wake who waits for it")]
    private static partial void LogWakeFailed(ILogger logger, Exception exception, string follower);
}
