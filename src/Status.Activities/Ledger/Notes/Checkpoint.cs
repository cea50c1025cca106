using System.Globalization;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Ledger.Notes;

/// <summary>The head of a ledger as C2SP tlog-checkpoint writes it: origin, size and root hash, one line each.</summary>
/// <param name="Origin">The ledger's name; the same on all its checkpoints.</param>
/// <param name="Size">The number of entries.</param>
/// <param name="Root">The tree hash over all entries.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>
    /// Reads the text of a note. Lines after the third are extensions and are ignored, as the specification asks. Throws
    /// <see cref="FormatException"/> that names what is malformed.
    /// </summary>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[0].Length == 0) throw new FormatException("A checkpoint has three lines: origin, size and root hash.");
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != lines[1])
            throw new FormatException($"The second line of a checkpoint is a size in decimal without leading zeros, not '{lines[1]}'.");
        var root = SignedNote.Base64(lines[2]);
        if (root.Length != MerkleHash.Length) throw new FormatException($"The root hash of a checkpoint has {MerkleHash.Length} bytes, not {root.Length}.");
        return new Checkpoint(lines[0], size, MerkleHash.From(root));
    }

    /// <summary>The text that is signed; ends with a newline.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n");
}
