namespace Status.Activities.Metrics.Sampling;

/// <summary>
/// Ticks at the whole multiples of an interval, one after the other. While a tick's work goes on the next ones are left out, never made up for:
/// what was not looked at in time was not seen.
/// </summary>
public sealed class AlignedTicks(TimeSpan interval, TimeProvider time)
{
    /// <summary>Runs <paramref name="work"/> at every tick until cancelled. The work gets the time of the tick, not of its start.</summary>
    public async Task RunAsync(Func<DateTimeOffset, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var last = DateTimeOffset.MinValue;
        while (!cancellationToken.IsCancellationRequested)
        {
            var next = Next(time.GetUtcNow(), last, interval);
            try
            {
                // A timer may fire a little early by the wall clock; the rest is waited for.
                for (var wait = next - time.GetUtcNow(); wait > TimeSpan.Zero; wait = next - time.GetUtcNow())
                    await Task.Delay(wait < interval ? wait : interval, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            last = next;
            await work(next, cancellationToken);
        }
    }

    /// <summary>The first tick after <paramref name="now"/> that is not before or at <paramref name="last"/>, unless the clock was set back by more than one interval.</summary>
    internal static DateTimeOffset Next(DateTimeOffset now, DateTimeOffset last, TimeSpan interval)
    {
        var next = new DateTimeOffset(((now.UtcTicks / interval.Ticks) + 1) * interval.Ticks, TimeSpan.Zero);
        return next <= last && last - next <= interval ? last + interval : next;
    }
}
