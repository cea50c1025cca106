using Npgsql;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;

namespace Status.Activities.Ledger.Verification;

/// <summary>
/// Checks the keys and the signature of every checkpoint. What it hands on are heads that a trusted key has signed; all else in the database is then
/// measured against them.
/// </summary>
internal sealed class CheckpointAudit(ProblemList problems) : IDisposable
{
    private readonly List<NoteKey> _keys = [];
    private readonly SortedDictionary<long, MerkleHash> _roots = [];

    /// <summary>The signed roots by size.</summary>
    public IReadOnlyDictionary<long, MerkleHash> Roots => _roots;

    /// <summary>The trusted keys.</summary>
    public IReadOnlyList<NoteKey> Keys => _keys;

    /// <summary>The number of checkpoint rows.</summary>
    public long Count { get; private set; }

    /// <summary>The signed checkpoint with the largest size.</summary>
    public StoredCheckpoint? Head { get; private set; }

    /// <summary>Takes the trusted keys, or those of the database when none are given.</summary>
    public async Task LoadKeysAsync(NpgsqlConnection connection, IReadOnlyList<string> trusted, CancellationToken cancellationToken)
    {
        var stored = new List<string>();
        await using (var command = new NpgsqlCommand("select vkey from ledger.keys order by vkey", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) stored.Add(reader.GetString(0));
        }

        foreach (var text in trusted) _keys.Add(NoteKey.Parse(text));
        foreach (var text in stored) Take(text, trusted.Count > 0);
    }

    private void Take(string text, bool others)
    {
        try
        {
            var key = NoteKey.Parse(text);
            if (!others) _keys.Add(key);
            else if (_keys.All(k => k.ToString() != text)) problems.Add("ledger.keys.vkey", $"the key {text} is not one of the trusted keys.");
        }
        catch (FormatException e)
        {
            problems.Add("ledger.keys.vkey", $"'{text}' is damaged. {e.Message}");
        }
    }

    /// <summary>Checks every checkpoint row.</summary>
    public async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select size, root, note from ledger.checkpoints order by size", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            Count++;
            Check(new StoredCheckpoint(reader.GetInt64(0), LedgerStore.ReadHash(reader, 1), reader.GetString(2)));
        }

        if (Count > 0 && _keys.Count == 0) problems.Add("ledger.keys", "there is no key to check the checkpoints with; give it with --key.");
    }

    /// <summary>Reads and checks a note; <c>null</c> (and a problem) when it is malformed or not signed by a trusted key.</summary>
    public Checkpoint? Open(string note, string where, string name)
    {
        try
        {
            var signed = SignedNote.Parse(note);
            var checkpoint = Checkpoint.Parse(signed.Text);
            if (_keys.Any(key => key.Name == checkpoint.Origin && key.Verifies(signed))) return checkpoint;
            problems.Add(where, $"{name} has no valid signature of a trusted key ({string.Join(", ", _keys)}).");
        }
        catch (FormatException e)
        {
            problems.Add(where, $"{name} is damaged. {e.Message}");
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.ForEach(key => key.Dispose());

    private void Check(StoredCheckpoint row)
    {
        if (Open(row.Note, "ledger.checkpoints.note", $"the note of checkpoint {row.Size}") is not { } signed) return;
        if (signed.Size != row.Size) problems.Add("ledger.checkpoints.size", $"the checkpoint signed for {signed.Size} entries is stored as one of {row.Size}.");
        if (signed.Root != row.Root) problems.Add("ledger.checkpoints.root", $"the root stored for checkpoint {signed.Size} is not the one that was signed.");
        if (!_roots.TryAdd(signed.Size, signed.Root) && _roots[signed.Size] != signed.Root)
            problems.Add("ledger.checkpoints", $"two different roots are signed for {signed.Size} entries: the ledger was forked.");
        if (Head is null || signed.Size > Head.Size) Head = new StoredCheckpoint(signed.Size, signed.Root, row.Note);
    }
}
