using System.Security.Cryptography;
using System.Text;
using Status.Host.Hosting;

namespace Status.Host.Identity;

/// <summary>The key that wraps all others (AES-256-GCM). The name of what is wrapped is authenticated with it, so that rows cannot be swapped.</summary>
internal sealed class MasterKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;

    /// <summary>Takes 32 bytes in base64.</summary>
    /// <exception cref="StartupException">It is something else.</exception>
    public MasterKey(string base64, string source)
    {
        var key = new byte[KeyBytes + 1];
        if (!Convert.TryFromBase64String(base64, key, out var length) || length != KeyBytes)
            throw new StartupException($"The master key in {source} is not 32 bytes in base64. Put the right key back; `openssl rand -base64 32` makes a new one.");
        _key = key[..KeyBytes];
    }

    /// <summary>The configured key, or the one in the data folder's file, made when it is missing.</summary>
    public static MasterKey Load(SecurityOptions options, DataFolder folder)
    {
        if (!string.IsNullOrEmpty(options.MasterKey))
            return new MasterKey(options.MasterKey, "STATUS__Security__MasterKey");
        var text = folder.GetOrCreateSecret("master.key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        return new MasterKey(text, folder.File("master.key"));
    }

    /// <summary>Encrypts a key.</summary>
    public byte[] Wrap(string name, ReadOnlySpan<byte> secret)
    {
        var wrapped = new byte[NonceBytes + secret.Length + TagBytes];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, secret, wrapped.AsSpan(NonceBytes, secret.Length), wrapped.AsSpan(NonceBytes + secret.Length), Encoding.UTF8.GetBytes(name));
        return wrapped;
    }

    /// <summary>Decrypts a key.</summary>
    /// <exception cref="StartupException">It was wrapped under another master key, or changed.</exception>
    public byte[] Unwrap(string name, ReadOnlySpan<byte> wrapped)
    {
        try
        {
            var secret = new byte[wrapped.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(wrapped[..NonceBytes], wrapped[NonceBytes..^TagBytes], wrapped[^TagBytes..], secret, Encoding.UTF8.GetBytes(name));
            return secret;
        }
        catch (Exception exception) when (exception is CryptographicException or OverflowException or ArgumentException)
        {
            throw new StartupException(
                $"The key '{name}' in the database does not open with this master key. Use the master key that the database was made with "
                + "(STATUS__Security__MasterKey, or the file master.key in the data folder).",
                exception);
        }
    }
}
