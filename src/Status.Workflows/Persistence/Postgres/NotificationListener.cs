using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>
/// Hears what other hosts committed, on one connection of its own. A lost connection is made again; whatever was said in between is made up for by waking everyone.
/// </summary>
internal sealed partial class NotificationListener(
    NpgsqlDataSource dataSource, PostgresDefinitionStore definitions, StoreSignals signals, TimeProvider timeProvider, ILogger<NotificationListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan _reconnectDelay = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the first connection listens: for tests that must not speak too early.</summary>
    internal TaskCompletionSource Listening { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or System.Net.Sockets.SocketException or IOException or InvalidOperationException)
            {
                LogLost(logger, exception);
                await Task.Delay(_reconnectDelay, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, e) => Hear(e.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Notifications.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        Listening.TrySetResult();
        WakeAll();
        while (true) await connection.WaitAsync(cancellationToken);
    }

    private void WakeAll()
    {
        signals.Inbox.Set();
        signals.Facts.Set();
        signals.Timers.Set();
        signals.Deliveries.Set();
        definitions.RaiseChanged();
    }

    private void Hear(string payload)
    {
        foreach (var word in payload.Split(' '))
        {
            switch (word)
            {
                case "i": signals.Inbox.Set(); break;
                case "f": signals.Facts.Set(); break;
                case "o": signals.Deliveries.Set(); break;
                case "d": definitions.RaiseChanged(); signals.Timers.Set(); break;
                default:
                    if (word.StartsWith("r:", StringComparison.Ordinal)) signals.ReplyCommitted(new InstanceId(word[2..]));
                    else if (word.StartsWith("c:", StringComparison.Ordinal)) signals.RunCommitted(new InstanceId(word[2..]));
                    break;
            }
        }
    }

    [LoggerMessage(EventId = 163, Level = LogLevel.Warning, Message = "The connection that hears other hosts was lost; it is made again")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
