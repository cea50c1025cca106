using Npgsql;
using NpgsqlTypes;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Crashes;

/// <summary>Has the writes of slices that have no form in memory executed on PostgreSQL, when the commit they ride on happens.</summary>
internal static class SqlWrites
{
    public static RunCommit On(NpgsqlDataSource database, RunCommit commit) => commit with { Writes = On(database, commit.Writes) };

    public static IReadOnlyList<Write> On(NpgsqlDataSource database, IReadOnlyList<Write> writes) =>
        [.. writes.Select(write => write.InMemory is not null ? write : write with { InMemory = _ => Execute(database, write) })];

    private static bool Execute(NpgsqlDataSource database, Write write)
    {
        using var command = database.CreateCommand(write.Sql);
        foreach (var value in write.Parameters)
            command.Parameters.Add(value is JsonParameter json ? new NpgsqlParameter { Value = json.Json, NpgsqlDbType = NpgsqlDbType.Jsonb } : new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command.ExecuteNonQuery() > 0;
    }
}

/// <summary>Runs in memory, their slices' writes on PostgreSQL where a slice knows only that.</summary>
internal sealed class SqlWritingStore(IRunStore inner, ShippedWorld world) : IRunStore
{
    public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(SqlWrites.On(world.Database, world.Fault?.Invoke(commit) ?? commit), cancellationToken);

    public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadBookmarksAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken) =>
        inner.FindBookmarksAsync(hash, correlationId, take, cancellationToken);

    public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken) => inner.LoadReplyAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken) =>
        inner.LoadJournalAsync(id, fromSequence, takePages, cancellationToken);
}
