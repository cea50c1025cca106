using System.Diagnostics;

namespace Status.Testing;

/// <summary>
/// Waits for what gives no signal (another process, a row in a database) by looking again and again. Where there is a signal, wait for that. The one place in the tests that polls.
/// </summary>
public static class Eventually
{
    /// <summary>How long it is waited at most when nothing is said: long enough for a machine with much else to do.</summary>
    public static TimeSpan Ceiling { get; } = TimeSpan.FromSeconds(180);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Looks.</param>
    /// <param name="what">What is waited for, as the message of a failure names it.</param>
    /// <param name="ceiling">The longest wait; <see cref="Ceiling"/> when <c>null</c>.</param>
    /// <param name="every">Pause between two looks; 10 ms when <c>null</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It never held.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? ceiling = null, TimeSpan? every = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > (ceiling ?? Ceiling)) throw new TimeoutException($"Waited {clock.Elapsed} in vain until {what}.");
            await Task.Delay(every ?? TimeSpan.FromMilliseconds(10), cancellationToken);
        }
    }

    /// <summary>Waits until a condition that needs no look elsewhere holds.</summary>
    /// <param name="condition">Looks.</param>
    /// <param name="what">What is waited for.</param>
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);
}
