using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Status.Activities.Ledger.Merkle;

/// <summary>A SHA-256 hash of the ledger's tree: 32 bytes, compared by value.</summary>
[InlineArray(Length)]
[SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = "The one field of an inline array cannot be readonly.")]
[SuppressMessage("Style", "IDE0051:Remove unused private members", Justification = "The field gives the inline array its element type.")]
public struct MerkleHash : IEquatable<MerkleHash>
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int Length = 32;

    private byte _element;

    /// <summary>Copies a hash from 32 bytes. Throws <see cref="ArgumentException"/> for any other length.</summary>
    public static MerkleHash From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException($"A hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        var hash = default(MerkleHash);
        bytes.CopyTo(hash);
        return hash;
    }

    /// <summary>Parses 64 hexadecimal digits. Throws <see cref="FormatException"/> when the text is something else.</summary>
    public static MerkleHash FromHex(string hex) => From(Convert.FromHexString(hex));

    /// <summary>The 32 bytes as a new array.</summary>
    public readonly byte[] ToArray() => ((ReadOnlySpan<byte>)this).ToArray();

    /// <summary>The hash in standard Base64, as checkpoints and proofs write it.</summary>
    public readonly string ToBase64() => Convert.ToBase64String(this);

    /// <inheritdoc/>
    public readonly bool Equals(MerkleHash other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MerkleHash other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => BitConverter.ToInt32(this);

    /// <summary>The hash as 64 lower-case hexadecimal digits.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(this);

    /// <summary>Whether both hashes have the same bytes.</summary>
    public static bool operator ==(MerkleHash left, MerkleHash right) => left.Equals(right);

    /// <summary>Whether the hashes differ.</summary>
    public static bool operator !=(MerkleHash left, MerkleHash right) => !left.Equals(right);
}
