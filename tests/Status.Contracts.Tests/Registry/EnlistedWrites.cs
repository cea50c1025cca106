using Npgsql;
using NpgsqlTypes;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Registry;

/// <summary>Executes writes as a commit does: in order, in one transaction, with the facts of those that applied.</summary>
internal static class EnlistedWrites
{
    public static async Task<List<FactDraft>> ExecuteAsync(NpgsqlDataSource dataSource, IReadOnlyList<Write> writes)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var facts = new List<FactDraft>();
        foreach (var write in writes)
        {
            await using var command = new NpgsqlCommand(write.Sql, connection, transaction);
            foreach (var value in write.Parameters)
            {
                command.Parameters.Add(value switch
                {
                    null => new() { Value = DBNull.Value },
                    JsonParameter json => new() { Value = json.Json, NpgsqlDbType = NpgsqlDbType.Jsonb },
                    _ => new NpgsqlParameter { Value = value },
                });
            }

            if (await command.ExecuteNonQueryAsync() > 0) facts.AddRange(write.FactsIfApplied);
        }

        await transaction.CommitAsync();
        return facts;
    }

    public static List<FactDraft> Execute(IServiceProvider services, IReadOnlyList<Write> writes) =>
        [.. writes.Where(write => write.InMemory!(services)).SelectMany(write => write.FactsIfApplied)];
}
