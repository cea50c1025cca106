using System.Security.Cryptography;
using Status.Activities.Ledger.Signing;

namespace Status.Activities.Ledger.Notes;

/// <summary>Signs the ledger's checkpoints. Only the sequencer uses it; whoever reads needs no more than <see cref="Key"/>.</summary>
public sealed class LedgerSigner : IDisposable
{
    private readonly Ed25519PrivateKey _privateKey;

    /// <summary>
    /// Takes the 32-byte secret seed. Without an origin the ledger is called <c>status.ledger/</c> and 16 hexadecimal digits of its
    /// public key's SHA-256, so that two installations never share a name. Throws <see cref="ArgumentException"/> for a seed of
    /// another length, <see cref="FormatException"/> for an origin with spaces or a plus sign, and
    /// <see cref="PlatformNotSupportedException"/> when OpenSSL 3 is missing.
    /// </summary>
    public LedgerSigner(ReadOnlySpan<byte> seed, string? origin = null)
    {
        _privateKey = new Ed25519PrivateKey(seed);
        var publicKey = _privateKey.PublicKey();
        Key = new NoteKey(string.IsNullOrEmpty(origin) ? "status.ledger/" + Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16] : origin, publicKey);
    }

    /// <summary>The ledger's name on its checkpoints.</summary>
    public string Origin => Key.Name;

    /// <summary>The key that checks the signatures.</summary>
    public NoteKey Key { get; }

    /// <summary>Signs a checkpoint of this ledger and returns the note. Throws <see cref="ArgumentException"/> for another ledger's.</summary>
    public string Sign(Checkpoint checkpoint)
    {
        if (checkpoint.Origin != Origin) throw new ArgumentException($"The checkpoint is of {checkpoint.Origin}; this signer signs for {Origin}.", nameof(checkpoint));
        var text = checkpoint.ToText();
        return new SignedNote(text, [new NoteSignature(Key.Name, Key.Id, _privateKey.Sign(SignedNote.SignedBytes(text)))]).ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _privateKey.Dispose();
        Key.Dispose();
    }
}
