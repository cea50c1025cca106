using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence.Postgres;

namespace Status.Host.Identity.Audit;

/// <summary>
/// The trail of what people change: a row in <c>identity.audit</c> and a fact <c>audit.*</c> in one transaction. The ledger's sequencer takes every such fact, so each row has a
/// signed entry <c>audit/&lt;id&gt;</c> that proves it later.
/// </summary>
internal sealed class AuditTrail(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const int LongestText = 900;

    /// <summary>Records an entry by itself: for what the engine was asked to do with a run, right after it took that on. Whatever changes a row of ours takes its entry along.</summary>
    public Task<long> RecordAsync(AuditEntry entry, CancellationToken cancellationToken) => RecordAsync(entry, [], cancellationToken);

    /// <summary>Records an entry together with facts that are the change itself.</summary>
    public async Task<long> RecordAsync(AuditEntry entry, IReadOnlyList<FactDraft> facts, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var id = await RecordAsync(connection, entry, facts, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Records an entry in the transaction that is open on a connection; the last thing before its commit.</summary>
    /// <returns>The entry's id; its key in the ledger is <c>audit/&lt;id&gt;</c>.</returns>
    public Task<long> RecordAsync(NpgsqlConnection connection, AuditEntry entry, CancellationToken cancellationToken) =>
        RecordAsync(connection, entry, [], cancellationToken);

    /// <summary>An entry for a store that commits it with the change that it keeps.</summary>
    public CommitNote Note(AuditEntry entry) => Note(entry, time.GetUtcNow());

    private async Task<long> RecordAsync(NpgsqlConnection connection, AuditEntry entry, IReadOnlyList<FactDraft> facts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (facts.Count > 0) await FeedTransactions.AppendAsync(connection, facts, now, cancellationToken);
        return await FeedTransactions.AppendAsync(connection, [Note(entry, now)], now, cancellationToken);
    }

    private static CommitNote Note(AuditEntry entry, DateTimeOffset now)
    {
        entry = entry with { Actor = Storable(entry.Actor), Subject = Storable(entry.Subject) };
        var fact = ToFact(entry, now);
        return new(fact, position => new Write(
            fact.Key,
            "insert into identity.audit (id, at, actor, action, subject, before, after, address) values ($1, $2, $3, $4, $5, $6::text, $7::text, $8)",
            position, now, entry.Actor, entry.Action, entry.Subject, entry.Before, entry.After, entry.Address));
    }

    private static FactDraft ToFact(AuditEntry entry, DateTimeOffset now) => new(
        "audit." + entry.Action,
        new DataObject
        {
            ["actor"] = entry.Actor,
            ["subject"] = entry.Subject,
            ["before"] = entry.Before,
            ["after"] = entry.After,
            ["address"] = entry.Address,
        },
        IdGenerator.Derive("audit", entry.Actor, entry.Action, entry.Subject, entry.Before ?? "", entry.After ?? "", $"{now.UtcTicks}"));

    // What comes out of an address (an id) may hold anything; the trail and the ledger take it in a form that can be stored.
    private static string Storable(string text)
    {
        var clean = string.Concat(text.EnumerateRunes().Select(rune => rune.Value < 32 || rune.Value == 127 ? "\uFFFD" : rune.ToString()));
        return clean.Length <= LongestText ? clean : clean[..LongestText];
    }
}
