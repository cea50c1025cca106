using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Status.Activities.Ledger.Signing;

namespace Status.Activities.Ledger.Notes;

/// <summary>
/// The public key that checks a note, in C2SP's text form <c>name+id+base64(0x01 ‖ key)</c> ("vkey"), where the id is the first four
/// bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ key). Safe for concurrent use.
/// </summary>
public sealed class NoteKey : IDisposable
{
    private const byte Ed25519Type = 1;

    private readonly byte[] _publicKey;
    private readonly Ed25519PublicKey _verifier;

    /// <summary>Names an Ed25519 public key. Throws <see cref="FormatException"/> for a name with spaces or a plus sign.</summary>
    public NoteKey(string name, ReadOnlySpan<byte> publicKey)
    {
        if (!IsName(name)) throw new FormatException($"'{name}' cannot name a key: it must have at least one character and no space, plus sign or control character.");
        Name = name;
        _publicKey = publicKey.ToArray();
        _verifier = new Ed25519PublicKey(publicKey);
        Id = ComputeId(name, publicKey);
    }

    /// <summary>The name; for a ledger it equals the origin of its checkpoints.</summary>
    public string Name { get; }

    /// <summary>The 4-byte id, big-endian.</summary>
    public uint Id { get; }

    /// <summary>The 32 bytes of the public key.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Reads the text form. Throws <see cref="FormatException"/> that names what is wrong.</summary>
    public static NoteKey Parse(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || parts[1].Length != 8
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) || parts[1].Any(char.IsAsciiLetterUpper))
            throw new FormatException("A verification key reads 'name+8 hexadecimal digits+base64'.");
        var bytes = SignedNote.Base64(parts[2]);
        if (bytes.Length != 1 + Ed25519PublicKey.Length || bytes[0] != Ed25519Type)
            throw new FormatException($"The verification key of {parts[0]} is not an Ed25519 key.");
        if (ComputeId(parts[0], bytes.AsSpan(1)) != id)
            throw new FormatException($"The verification key of {parts[0]} does not match its id {parts[1]}: it was mistyped or altered.");
        return new NoteKey(parts[0], bytes.AsSpan(1));
    }

    /// <summary>Whether the note carries a valid signature of this key. One that claims to be this key's but fails makes it invalid.</summary>
    public bool Verifies(SignedNote note)
    {
        var message = SignedNote.SignedBytes(note.Text);
        var own = note.Signatures.Where(s => s.Name == Name && s.KeyId == Id).ToArray();
        return own.Length > 0 && own.All(s => _verifier.Verify(message, s.Signature));
    }

    /// <summary>The text form, as <c>GET /ledger/key</c> publishes it.</summary>
    public override string ToString() => $"{Name}+{Id:x8}+{Convert.ToBase64String([Ed25519Type, .. _publicKey])}";

    /// <inheritdoc/>
    public void Dispose() => _verifier.Dispose();

    /// <summary>Whether a text can name a key.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    private static uint ComputeId(string name, ReadOnlySpan<byte> publicKey)
    {
        byte[] input = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input));
    }
}
