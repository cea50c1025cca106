using System.Data.Common;
using System.Net.Sockets;

namespace Status.Workflows.Execution;

/// <summary>Repeats what may be repeated while the database cannot be reached.</summary>
internal static class Outage
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);

    /// <summary>Whether an exception means that the store cannot be reached, rather than that something is wrong with what was asked.</summary>
    public static bool Is(Exception exception) => exception is DbException or SocketException or IOException or TimeoutException;

    /// <summary>Does something until it succeeds, the token is cancelled, or it fails for another reason.</summary>
    public static async ValueTask<T> OutlastAsync<T>(Func<ValueTask<T>> action, RunEnvironment environment, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromMilliseconds(250);
        while (true)
        {
            try
            {
                return await action();
            }
            catch (Exception e) when (Is(e) && !cancellationToken.IsCancellationRequested)
            {
                EngineLog.StoreUnreachable(environment.Logger, delay, e);
            }

            await Task.Delay(delay, environment.TimeProvider, cancellationToken);
            delay = delay * 2 < _longest ? delay * 2 : _longest;
        }
    }
}
