using Npgsql;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Facts that are committed with something else than a run: with a change that a person makes.</summary>
public static class FeedTransactions
{
    /// <summary>
    /// Appends facts in the transaction that is open on a connection, and wakes the followers when it commits. The head of the feed is locked from here on: do nothing after it
    /// but what belongs to the same commit.
    /// </summary>
    /// <param name="connection">A connection with an open transaction.</param>
    /// <param name="facts">At least one fact.</param>
    /// <param name="now">The time the facts are given.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The position of the last of them.</returns>
    public static async Task<long> AppendAsync(NpgsqlConnection connection, IReadOnlyList<FactDraft> facts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentOutOfRangeException.ThrowIfZero(facts?.Count ?? 0, nameof(facts));
        await using var batch = new NpgsqlBatch(connection);
        batch.AddNotify(["f"]);
        batch.AddFacts([.. facts!.Select(fact => new FactRow(fact, 0, 0, null))], now);
        return await FeedHead.ExecuteAsync(batch, hasFacts: true, cancellationToken);
    }

    /// <summary>Appends notes in the transaction that is open on a connection; the last thing before its commit, as with facts alone.</summary>
    /// <param name="connection">A connection with an open transaction.</param>
    /// <param name="notes">The notes; none does nothing.</param>
    /// <param name="now">The time the facts are given.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The position of the last fact; 0 when there was none.</returns>
    public static async Task<long> AppendAsync(NpgsqlConnection connection, IReadOnlyList<CommitNote> notes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(notes);
        if (notes.Count == 0) return 0;
        var last = await AppendAsync(connection, [.. notes.Select(note => note.Fact)], now, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (i, note) in notes.Index()) batch.Add(note.WriteAt(last - notes.Count + 1 + i));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return last;
    }
}
