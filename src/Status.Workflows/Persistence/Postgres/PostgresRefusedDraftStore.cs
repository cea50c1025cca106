using Npgsql;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Refused drafts in PostgreSQL.</summary>
internal sealed class PostgresRefusedDraftStore(NpgsqlDataSource dataSource, TimeProvider timeProvider) : IRefusedDraftStore
{
    private const string Columns = "id, definition_id, name, author, known, current, other_author, refused_at, json";

    public async ValueTask KeepAsync(RefusedDraft draft, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"""
            insert into workflows.refused_drafts ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (id) do update set name = excluded.name, current = excluded.current, other_author = excluded.other_author,
                refused_at = excluded.refused_at, json = excluded.json
            """)
            .With(draft.Id).With(draft.DefinitionId).With(draft.Name).With(draft.Author).With(draft.KnownRevision).With(draft.CurrentRevision)
            .With(draft.OtherAuthor).With(draft.RefusedAt.ToUniversalTime()).With(draft.Json);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<RefusedDraft>> ListAsync(string? author, CancellationToken cancellationToken) =>
        await QueryAsync($"select {Columns} from workflows.refused_drafts where $1::text is null or author = $1 order by refused_at desc, id limit 1000", author, cancellationToken);

    public async ValueTask<RefusedDraft?> GetAsync(string id, CancellationToken cancellationToken) =>
        (await QueryAsync($"select {Columns} from workflows.refused_drafts where id = $1", id, cancellationToken)).FirstOrDefault();

    public async ValueTask<bool> RemoveAsync(string id, CommitNote? note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("delete from workflows.refused_drafts where id = $1", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0) return false;
        if (note is not null) await FeedTransactions.AppendAsync(connection, [note], timeProvider.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<List<RefusedDraft>> QueryAsync(string sql, string? parameter, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(sql).WithText(parameter);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var found = new List<RefusedDraft>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new RefusedDraft
            {
                Id = reader.GetString(0),
                DefinitionId = reader.GetString(1),
                Name = reader.GetString(2),
                Author = reader.GetString(3),
                KnownRevision = reader.GetInt64(4),
                CurrentRevision = reader.GetInt64(5),
                OtherAuthor = reader.GetString(6),
                RefusedAt = reader.GetFieldValue<DateTimeOffset>(7),
                Json = reader.GetString(8),
            });
        return found;
    }
}
