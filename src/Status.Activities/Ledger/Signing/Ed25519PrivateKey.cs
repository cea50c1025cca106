using System.Security.Cryptography;

namespace Status.Activities.Ledger.Signing;

/// <summary>An Ed25519 signing key (RFC 8032), held by OpenSSL. Safe for concurrent use; the seed is not kept in managed memory.</summary>
public sealed class Ed25519PrivateKey : IDisposable
{
    /// <summary>The length of the secret seed in bytes.</summary>
    public const int SeedLength = 32;

    private readonly PkeyHandle _key;

    /// <summary>
    /// Makes the key of a 32-byte seed. Throws <see cref="ArgumentException"/> for another length and
    /// <see cref="PlatformNotSupportedException"/> when OpenSSL 3 is missing.
    /// </summary>
    public Ed25519PrivateKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength) throw new ArgumentException($"An Ed25519 seed has {SeedLength} bytes, not {seed.Length}.", nameof(seed));
        LibCrypto.EnsureAvailable();
        var copy = seed.ToArray();
        try
        {
            _key = LibCrypto.NewPrivateKey(LibCrypto.Ed25519, 0, copy, (nuint)copy.Length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }

        if (_key.IsInvalid) throw new CryptographicException("OpenSSL refused the Ed25519 seed.");
    }

    /// <summary>The public key: 32 bytes.</summary>
    public byte[] PublicKey()
    {
        var buffer = new byte[Ed25519PublicKey.Length];
        var length = (nuint)buffer.Length;
        if (LibCrypto.GetPublicKey(_key, buffer, ref length) != 1) throw new CryptographicException("OpenSSL could not derive the Ed25519 public key.");
        return buffer;
    }

    /// <summary>Signs a message: 64 bytes, the same for the same message always.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var bytes = message.ToArray();
        var signature = new byte[Ed25519PublicKey.SignatureLength];
        var length = (nuint)signature.Length;
        using var context = LibCrypto.NewDigestContext();
        if (context.IsInvalid
            || LibCrypto.DigestSignInit(context, 0, 0, 0, _key) != 1
            || LibCrypto.DigestSign(context, signature, ref length, bytes, (nuint)bytes.Length) != 1)
            throw new CryptographicException("OpenSSL could not sign with Ed25519.");
        return signature;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
