using System.Security.Cryptography;

namespace Status.Activities.Ledger.Signing;

/// <summary>An Ed25519 verification key (RFC 8032), held by OpenSSL. Safe for concurrent use.</summary>
public sealed class Ed25519PublicKey : IDisposable
{
    /// <summary>The length of a public key in bytes.</summary>
    public const int Length = 32;

    /// <summary>The length of a signature in bytes.</summary>
    public const int SignatureLength = 64;

    private readonly PkeyHandle _key;

    /// <summary>
    /// Takes 32 bytes as they are; whether they are a point of the curve shows at the first verification. Throws
    /// <see cref="ArgumentException"/> for another length and <see cref="PlatformNotSupportedException"/> when OpenSSL 3 is missing.
    /// </summary>
    public Ed25519PublicKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Length) throw new ArgumentException($"An Ed25519 public key has {Length} bytes, not {key.Length}.", nameof(key));
        LibCrypto.EnsureAvailable();
        _key = LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, key.ToArray(), Length);
        if (_key.IsInvalid) throw new CryptographicException("OpenSSL refused the Ed25519 public key.");
    }

    /// <summary>Whether <paramref name="signature"/> is this key's signature of <paramref name="message"/>; a malformed one is simply not.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength) return false;
        var bytes = message.ToArray();
        using var context = LibCrypto.NewDigestContext();
        if (context.IsInvalid || LibCrypto.DigestVerifyInit(context, 0, 0, 0, _key) != 1)
            throw new CryptographicException("OpenSSL could not prepare an Ed25519 verification.");
        return LibCrypto.DigestVerify(context, signature.ToArray(), SignatureLength, bytes, (nuint)bytes.Length) == 1;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
