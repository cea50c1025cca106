using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Sequencing;
using Status.Activities.Ledger.Storage;
using Status.Activities.Ledger.Verification;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;

namespace Status.Testing;

/// <summary>
/// A ledger in a fresh database, its sequencer, and the part of the feed's commit that concerns it: the writes of an effect in one
/// transaction, undone when one that must apply does not.
/// </summary>
public sealed class LedgerHarness : IAsyncDisposable
{
    public static byte[] Seed { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static DateTimeOffset Start { get; } = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private LedgerHarness(NpgsqlDataSource dataSource)
    {
        DataSource = dataSource;
        Store = new LedgerStore(dataSource);
        Signer = new LedgerSigner(Seed, "test.example/ledger");
        Sequencer = NewSequencer();
        Verifier = new LedgerVerifier(dataSource);
    }

    public NpgsqlDataSource DataSource { get; }

    public LedgerStore Store { get; }

    public LedgerSigner Signer { get; }

    public LedgerSequencer Sequencer { get; }

    public LedgerVerifier Verifier { get; }

    public long Position { get; private set; }

    public static async Task<LedgerHarness> CreateAsync() => new(await PostgresServer.CreateDatabaseAsync());

    public LedgerSequencer NewSequencer() => new(Store, Signer, NullLogger<LedgerSequencer>.Instance);

    /// <summary>The next fact of the feed that enlists an entry; every optional member is filled so that each column has something to lose.</summary>
    public Fact Enlist(string key, string? body = null, string? waiter = null)
    {
        var position = ++Position;
        return new Fact
        {
            Position = position,
            Type = "ledger.entry-enlisted",
            Key = "idempotency-" + position,
            At = Start.AddSeconds(position).AddTicks(position * 17),
            InstanceId = "instance-" + position,
            Depth = 2,
            Body = new DataObject
            {
                ["key"] = key,
                ["kind"] = "agreement.evaluated",
                ["subject"] = "guarantee-" + position,
                ["agreement"] = "platform",
                ["body"] = body ?? $$"""{"value":{{position}}}""",
                ["waiter"] = waiter,
            },
        };
    }

    public Fact Audit(DataObject body)
    {
        var position = ++Position;
        return new Fact { Position = position, Type = "audit.user.created", Key = "audit-" + position, At = Start.AddSeconds(position), Body = body };
    }

    /// <summary>Digests facts and commits the effect; <c>null</c> when it was rolled back.</summary>
    public async Task<FollowerEffect?> DigestAsync(params Fact[] facts) => await DigestAsync(Sequencer, facts);

    public async Task<FollowerEffect?> DigestAsync(LedgerSequencer sequencer, params Fact[] facts)
    {
        var effect = await sequencer.DigestAsync(facts, CancellationToken.None);
        if (!await CommitAsync(effect)) return null;
        sequencer.OnCommitted(effect);
        return effect;
    }

    public async Task<bool> CommitAsync(FollowerEffect effect)
    {
        await using var connection = await DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var write in effect.Writes)
        {
            await using var command = new NpgsqlCommand(write.Sql, connection, transaction);
            foreach (var value in write.Parameters) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            if (await command.ExecuteNonQueryAsync() == 0 && effect.MustApply.Contains(write.Key)) return false;
        }

        await transaction.CommitAsync();
        return true;
    }

    /// <summary>A ledger of <paramref name="count"/> entries in batches of <paramref name="batch"/>.</summary>
    public async Task FillAsync(int count, int batch)
    {
        foreach (var chunk in Enumerable.Range((int)Position, count).Select(i => Enlist("key-" + i)).Chunk(batch))
            _ = await DigestAsync(chunk) ?? throw new InvalidOperationException("The batch was rolled back: another sequencer has moved the head.");
    }

    public async Task<VerificationReport> VerifyAsync(string? oldCheckpoint = null) => await Verifier.VerifyAsync(
        new VerificationRequest { Keys = [Signer.Key.ToString()], OldCheckpoint = oldCheckpoint }, CancellationToken.None);

    /// <summary>Runs SQL as somebody with the database's rights would: triggers do not fire.</summary>
    public async Task<int> TamperAsync(string sql)
    {
        await using var connection = await DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("set session_replication_role = replica; " + sql + "; set session_replication_role = origin", connection);
        return await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Signer.Dispose();
        await DataSource.DisposeAsync();
    }
}
