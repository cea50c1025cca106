using Npgsql;
using NpgsqlTypes;
using Status.Workflows.Execution;

namespace Status.Testing;

/// <summary>Executes writes as a commit does: in order, in one transaction, with the facts of those that applied.</summary>
public static class WriteExecutor
{
    /// <summary>Commits the writes.</summary>
    /// <returns>The facts of the writes that changed something.</returns>
    public static async Task<IReadOnlyList<FactDraft>> CommitAsync(NpgsqlDataSource dataSource, IEnumerable<Write> writes)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var facts = new List<FactDraft>();
        foreach (var write in writes)
        {
            await using var command = new NpgsqlCommand(write.Sql, connection, transaction);
            foreach (var value in write.Parameters)
            {
                command.Parameters.Add(value is JsonParameter json
                    ? new NpgsqlParameter { Value = json.Json, NpgsqlDbType = NpgsqlDbType.Jsonb }
                    : new NpgsqlParameter { Value = value ?? DBNull.Value });
            }

            if (await command.ExecuteNonQueryAsync() > 0) facts.AddRange(write.FactsIfApplied);
        }

        await transaction.CommitAsync();
        return facts;
    }
}
