using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Storage;

namespace Status.Activities.Ledger.Verification;

/// <summary>
/// Rebuilds the tree entry by entry. Each leaf is recorded three times: by its columns, by the column <c>leaf_hash</c> and by the tile. At
/// each signed size the three roots are compared with the signed one; the record that gives it tells which of the others was altered, and the audit
/// goes on from there, so that one altered row is one problem and not one per later checkpoint.
/// </summary>
internal sealed class EntryAudit(ProblemList problems)
{
    private readonly List<(MerkleHash Computed, MerkleHash Stored, MerkleHash Tiled)> _segment = [];
    private readonly List<EntryDifference> _differences = [];
    private readonly List<(EntryDifference Difference, MerkleHash Truth)> _altered = [];
    private CompactRange _base = new();
    private bool _lost;

    /// <summary>The tree as far as it is settled; its tiles are compared with the stored ones.</summary>
    public TreeEdge Edge { get; } = new();

    /// <summary>The number of leaves taken, with missing rows that a tile stands for.</summary>
    public long Size => _base.Size + _segment.Count;

    /// <summary>Takes a row, or a gap where only the tile knows the leaf.</summary>
    public void Take(long index, StoredEntry? row, MerkleHash? tiled)
    {
        var computed = row?.Entry.LeafHash() ?? tiled ?? TreeHash.Empty;
        var stored = row?.LeafHash ?? computed;
        _segment.Add((computed, stored, tiled ?? computed));
        if (row is not null && (computed != stored || (tiled is not null && computed != tiled)))
            _differences.Add(new EntryDifference(index, row.Entry, computed, stored, tiled));
    }

    /// <summary>Compares with a signed root of the present size.</summary>
    public void Settle(MerkleHash signed, string name)
    {
        var computed = Root(s => s.Computed);
        var columns = computed == signed;
        var tiles = !columns && _differences.Count > 0 && Root(s => s.Tiled) == signed;
        var leaves = !columns && !tiles && _differences.Count > 0 && Root(s => s.Stored) == signed;
        if (!columns && !tiles && !leaves && !_lost)
        {
            _lost = true;
            problems.Add(
                "ledger.entries",
                $"the first {Size} entries do not give the root of {name}. Something among the entries {_base.Size} to {Size - 1} was rewritten together with its hashes, or rows are missing.");
        }

        Close(tiles ? s => s.Tiled : leaves ? s => s.Stored : s => s.Computed, known: columns || tiles || leaves);
    }

    /// <summary>Ends the audit: what follows the last signed size is judged by the majority of its records.</summary>
    public void Finish()
    {
        if (_segment.Count > 0) Close(s => s.Computed == s.Stored ? s.Computed : s.Tiled, known: false);
        foreach (var (difference, truth) in _altered) Explain(difference, truth);
    }

    private MerkleHash Root(Func<(MerkleHash Computed, MerkleHash Stored, MerkleHash Tiled), MerkleHash> select)
    {
        var range = _base.Clone();
        foreach (var leaf in _segment) range.Append(select(leaf));
        return range.Root();
    }

    private void Close(Func<(MerkleHash Computed, MerkleHash Stored, MerkleHash Tiled), MerkleHash> truth, bool known)
    {
        var start = _base.Size;
        foreach (var difference in _differences)
        {
            var leaf = _segment[(int)(difference.Index - start)];
            // Where no signature decides, two records that agree outvote the third.
            var hash = known ? truth(leaf) : leaf.Stored == leaf.Tiled ? leaf.Tiled : truth(leaf);
            if (_altered.Count < VerificationReport.MaxProblems) _altered.Add((difference, hash));
            else problems.Add("ledger.entries", $"entry {difference.Index} was altered.");
        }

        foreach (var leaf in _segment)
        {
            var hash = truth(leaf);
            _base.Append(hash);
            Edge.Append(hash);
        }

        _segment.Clear();
        _differences.Clear();
    }

    private void Explain(EntryDifference difference, MerkleHash truth)
    {
        var (index, entry, computed, stored, tiled) = difference;
        if (tiled is not null && tiled != truth)
            problems.Add("ledger.tiles.hashes", $"hash {index % TileId.Width} of tile 0/{index / TileId.Width} (entry {index}) was altered.");
        if (computed == truth)
        {
            if (stored != truth) problems.Add("ledger.entries.leaf_hash", $"the leaf hash of entry {index} was altered; its other columns are intact.");
            return;
        }

        var twin = _altered.FirstOrDefault(a => a.Difference.Index != index && (entry! with { Index = a.Difference.Index }).LeafHash() == a.Truth);
        if (twin.Difference is not null)
        {
            problems.Add("ledger.entries.index", $"row {index} holds what was posted as entry {twin.Difference.Index} (key '{entry!.Key}'): rows were swapped.");
            return;
        }

        var flip = BitFlipFinder.Find(entry!, truth);
        if (flip is { } found)
            problems.Add($"ledger.entries.{found.Column}", $"one bit of column {found.Column} of entry {index} (key '{found.Original.Key}') was flipped.");
        else
            problems.Add("ledger.entries", $"entry {index} (key '{entry!.Key}') was altered: its columns (key, kind, subject, agreement, instance, body, cause, enlisted_at) do not give the leaf hash that was signed.");
    }
}
