using System.Security.Cryptography;
using System.Text;

namespace Status.Workflows.Execution;

/// <summary>
/// Makes ids. Injected, so that tests decide them; the one place where randomness enters ids. New ids are time-ordered (48 bits of milliseconds, then
/// random bits: RFC 9562 version 7's idea) so that indexes grow at one end.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="random">Fills a span with random bytes; cryptographic by default.</param>
public sealed class IdGenerator(TimeProvider timeProvider, Action<Span<byte>>? random = null)
{
    private readonly Action<Span<byte>> _random = random ?? RandomNumberGenerator.Fill;

    /// <summary>A new id of 26 characters (base 32, sortable by time).</summary>
    public string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random(bytes);
        var milliseconds = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        return Encode(bytes);
    }

    /// <summary>A new RFC 9562 version 7 UUID.</summary>
    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random(bytes);
        var milliseconds = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>An id that is a function of its parts: the same parts give the same id on every host and in every repetition.</summary>
    public static string Derive(params ReadOnlySpan<string> parts)
    {
        var text = string.Join('\u001f', parts);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Encode(hash[..16]);
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[26];
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }

        return new string(text);
    }
}
