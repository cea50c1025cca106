using System.Diagnostics.CodeAnalysis;

namespace Status.Workflows.Expressions;

/// <summary>
/// Places for code that .NET cannot stop. Whoever begins such code takes a place, and the place is free again when the code has really ended, also long after it was given up: so no more threads are
/// ever lost to it than there are places, and beyond them further code is refused before it begins.
/// </summary>
/// <param name="kind">What runs there, as the gauge names it.</param>
/// <param name="places">How many there are.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing that would have to be released.")]
public sealed class UnstoppableCode(string kind, int places)
{
    private readonly SemaphoreSlim _free = new(places, places);
    private int _leftBehind;

    /// <summary>What runs there.</summary>
    public string Kind => kind;

    /// <summary>How many there are.</summary>
    public int Places => places;

    /// <summary>How many are held by code that was given up and has not ended.</summary>
    public int LeftBehind => Volatile.Read(ref _leftBehind);

    /// <summary>Takes a place. Waits only for code that may still end in its time.</summary>
    /// <param name="patience">How long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was one; then <see cref="Leave"/> gives it back.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool TryEnter(TimeSpan patience, CancellationToken cancellationToken) =>
        _free.Wait(0, CancellationToken.None) || (LeftBehind < places && _free.Wait(patience, cancellationToken));

    /// <summary>Gives a place back: at once when the code has ended, else when it does.</summary>
    /// <param name="work">The code.</param>
    /// <param name="ended">Hears that code which was left behind has ended.</param>
    /// <returns>Whether it is left behind.</returns>
    public bool Leave(Task work, Action? ended = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (work.IsCompleted)
        {
            _free.Release();
            return false;
        }

        Interlocked.Increment(ref _leftBehind);
        _ = work.ContinueWith(
            done =>
            {
                // Nobody waits for what it threw any more; asked for here, so that it counts as seen.
                _ = done.Exception;
                Interlocked.Decrement(ref _leftBehind);
                _free.Release();
                ended?.Invoke();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }
}
