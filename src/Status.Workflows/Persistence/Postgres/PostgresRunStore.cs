using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Runs in PostgreSQL.</summary>
internal sealed class PostgresRunStore(NpgsqlDataSource dataSource, GroupCommitter committer) : IRunStore
{
    private const string BookmarkColumns =
        "id, instance_id, name, hash, payload, activity_node_id, activity_instance_id, correlation_id, created_at";

    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => committer.CommitAsync(commit, cancellationToken);

    public async ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"select {InstanceRows.Columns} from workflows.instances where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? InstanceRows.Read(reader) : null;
    }

    public async ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"select {BookmarkColumns} from workflows.bookmarks where instance_id = $1 order by created_at, id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.Value });
        return await ReadBookmarksAsync(command, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand($"""
            select {BookmarkColumns} from workflows.bookmarks
            where hash = $1 and ($2::text is null or correlation_id is null or correlation_id = $2) order by created_at, id limit $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hash });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)correlationId ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = take });
        return await ReadBookmarksAsync(command, cancellationToken);
    }

    public async ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select status_code, content_type, headers, body from workflows.replies where instance_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return new HttpReply(reader.GetInt32(0), InboxRows.Text(reader, 1), HeaderText.Read(reader.GetString(2)), reader.GetFieldValue<byte[]>(3));
    }

    public async ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            select first_sequence, count, records from workflows.journal
            where instance_id = $1 and first_sequence + count > $2 order by first_sequence limit $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fromSequence });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = takePages });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pages = new List<JournalPage>();
        while (await reader.ReadAsync(cancellationToken))
            pages.Add(new JournalPage(reader.GetInt64(0), reader.GetInt32(1), PackedJson.Unpack(reader.GetFieldValue<byte[]>(2))));
        return pages;
    }

    public async ValueTask<long> CountJournalAsync(InstanceId id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select coalesce(max(first_sequence + count), 0) from workflows.journal where instance_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.Value });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<IReadOnlyList<Bookmark>> ReadBookmarksAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var bookmarks = new List<Bookmark>();
        while (await reader.ReadAsync(cancellationToken))
            bookmarks.Add(new Bookmark
            {
                Id = reader.GetString(0),
                InstanceId = new InstanceId(reader.GetString(1)),
                Name = reader.GetString(2),
                Hash = reader.GetString(3),
                Payload = (DataObject)DataJson.Parse(reader.GetString(4))!,
                ActivityNodeId = reader.GetString(5),
                ActivityInstanceId = reader.GetString(6),
                CorrelationId = InboxRows.Text(reader, 7),
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(8),
            });
        return bookmarks;
    }
}
