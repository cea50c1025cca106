using System.Security.Cryptography;

namespace Status.Activities.Ledger.Merkle;

/// <summary>
/// The two hash functions of a Merkle tree after RFC 9162 §2.1.1 (RFC 6962 §2.1). Leaves and nodes are hashed with different first
/// bytes, so that nobody can present an inner node as an entry.
/// </summary>
public static class TreeHash
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static MerkleHash Empty { get; } = MerkleHash.From(SHA256.HashData([]));

    /// <summary>The hash of a leaf: SHA-256(0x00 ‖ <paramref name="data"/>).</summary>
    public static MerkleHash Leaf(ReadOnlySpan<byte> data)
    {
        Span<byte> small = stackalloc byte[1024];
        var input = data.Length < small.Length ? small[..(data.Length + 1)] : new byte[data.Length + 1];
        input[0] = LeafPrefix;
        data.CopyTo(input[1..]);
        return Hash(input);
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 ‖ <paramref name="left"/> ‖ <paramref name="right"/>).</summary>
    public static MerkleHash Node(in MerkleHash left, in MerkleHash right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * MerkleHash.Length)];
        input[0] = NodePrefix;
        ((ReadOnlySpan<byte>)left).CopyTo(input[1..]);
        ((ReadOnlySpan<byte>)right).CopyTo(input[(1 + MerkleHash.Length)..]);
        return Hash(input);
    }

    /// <summary>
    /// The root of a perfect subtree over <paramref name="hashes"/>, whose number must be a power of two. The span is used as
    /// scratch space and is overwritten.
    /// </summary>
    internal static MerkleHash Perfect(Span<MerkleHash> hashes)
    {
        for (var width = hashes.Length; width > 1; width /= 2)
        {
            for (var i = 0; i < width / 2; i++) hashes[i] = Node(hashes[2 * i], hashes[(2 * i) + 1]);
        }

        return hashes[0];
    }

    private static MerkleHash Hash(ReadOnlySpan<byte> input)
    {
        var hash = default(MerkleHash);
        SHA256.HashData(input, hash);
        return hash;
    }
}
