using Npgsql;
using NpgsqlTypes;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Typed parameters for hand-written batches.</summary>
internal static class BatchExtensions
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        // CA2100: the texts are constants of this assembly or of an activity, never built from input.
#pragma warning disable CA2100
        var command = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlBatchCommand WithText(this NpgsqlBatchCommand command, string? value)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value });
        return command;
    }

    /// <summary>A write of an activity as a command of the batch.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, Write write)
    {
        var command = batch.Add(write.Sql);
        foreach (var value in write.Parameters) command.Parameters.Add(Parameter(value));
        return command;
    }

    /// <summary>Whether a write changed anything: rows affected, or rows returned by a select.</summary>
    public static bool Applied(this NpgsqlBatchCommand command) =>
        command.StatementType == StatementType.Select ? command.Rows > 0 : command.RecordsAffected > 0;

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        JsonParameter json => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = json.Json },
        DateTimeOffset at => new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() },
        string text => new NpgsqlParameter<string> { TypedValue = text },
        long number => new NpgsqlParameter<long> { TypedValue = number },
        _ => new NpgsqlParameter { Value = value },
    };
}
