using Microsoft.Extensions.Logging;
using Npgsql;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Keeps partitions of the feed made ahead of its head, so that no commit ever waits for one, and drops those that every follower has passed.</summary>
internal sealed partial class FactPartitions(NpgsqlDataSource dataSource, ILogger<FactPartitions> logger)
{
    /// <summary>Positions in one partition.</summary>
    public const long Size = 1_000_000;

    /// <summary>Partitions made ahead of the head.</summary>
    private const int Ahead = 2;

    private long _madeUntil = Size;
    private int _making;

    /// <summary>Called after every commit with facts; makes the next partition in the background when the last but one is entered.</summary>
    public void Passed(long head)
    {
        if (head < Interlocked.Read(ref _madeUntil) - Size) return;
        if (Interlocked.Exchange(ref _making, 1) == 0) _ = MakeAsync();
    }

    /// <summary>Drops partitions that end at or below a position and hold nothing newer than a time. Returns how many.</summary>
    public async Task<int> DropAsync(long below, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select workflows.drop_fact_partitions($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = below });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = olderThan.ToUniversalTime() });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task MakeAsync()
    {
        try
        {
            await using var command = dataSource.CreateCommand("select workflows.make_fact_partitions($1, $2)");
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Size });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Ahead });
            Interlocked.Exchange(ref _madeUntil, (long)(await command.ExecuteScalarAsync())!);
        }
        catch (NpgsqlException exception)
        {
            // The next commit tries again; there is room for a million facts until then.
            LogFailed(logger, exception);
        }
        finally
        {
            Interlocked.Exchange(ref _making, 0);
        }
    }

    [LoggerMessage(EventId = 162, Level = LogLevel.Warning, Message = "The next partition of the feed could not be made yet")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
