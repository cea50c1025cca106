namespace Status.Host.Hosting;

/// <summary>
/// Asks one question for all who want to know at the same time. Nobody gets an answer to a question that was asked before he came: whoever comes while one is under way shares the next one with
/// all who come until then. So a thousand callers cost as many questions as one after the other can be asked, and no answer is old.
/// </summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="ask">Asks; never two at a time. It must end by itself, and what it throws is thrown to all who share the question.</param>
internal sealed class SharedProbe<T>(Func<Task<T>> ask)
{
    private readonly Lock _lock = new();
    private bool _asking;
    private TaskCompletionSource<T>? _next;

    /// <summary>The answer to a question that is asked from now on.</summary>
    public Task<T> AskAsync()
    {
        TaskCompletionSource<T> mine;
        lock (_lock)
        {
            if (_asking) return (_next ??= Promise()).Task;
            _asking = true;
            mine = Promise();
        }

        _ = RunAsync(mine);
        return mine.Task;
    }

    // On the pool's threads: the loop asks the next question while those who waited write their answers.
    private static TaskCompletionSource<T> Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(TaskCompletionSource<T>? promise)
    {
        while (promise is not null)
        {
            try
            {
                promise.SetResult(await ask());
            }
            catch (Exception exception)
            {
                promise.SetException(exception);
            }

            lock (_lock)
            {
                promise = _next;
                _next = null;
                _asking = promise is not null;
            }
        }
    }
}
