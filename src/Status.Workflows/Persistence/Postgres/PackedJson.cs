using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>
/// JSON of runs as it is stored: short texts as they are, long ones compressed here with Brotli (RFC 7932) at its fastest. PostgreSQL would compress them too, at ten times the processor time and
/// half the gain, and would have been sent the long form before.
/// </summary>
internal static class PackedJson
{
    /// <summary>Shorter texts stay readable in the table; PostgreSQL leaves them uncompressed too.</summary>
    private const int Short = 2000;

    // JSON begins with a bracket, a quote, a digit or a letter, never with this.
    private const byte Mark = 1;

    private const int HeaderLength = 5;

    /// <summary>The bytes to store.</summary>
    public static byte[] Pack(ReadOnlyMemory<byte> json)
    {
        if (json.Length < Short) return Plain(json);
        var room = ArrayPool<byte>.Shared.Rent(HeaderLength + BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(json.Span, room.AsSpan(HeaderLength), out var length, quality: 0, window: 18) || HeaderLength + length >= json.Length) return Plain(json);
            room[0] = Mark;
            BinaryPrimitives.WriteInt32LittleEndian(room.AsSpan(1), json.Length);
            return room[..(HeaderLength + length)];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>The JSON again.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public static byte[] Unpack(byte[] stored)
    {
        if (stored is not [Mark, ..]) return stored;
        if (stored.Length > HeaderLength && BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1)) is >= Short and var length)
        {
            var json = new byte[length];
            if (BrotliDecoder.TryDecompress(stored.AsSpan(HeaderLength), json, out var written) && written == length) return json;
        }

        throw new InvalidDataException("Stored JSON of a run is damaged: it does not unpack to the length that it names.");
    }

    private static byte[] Plain(ReadOnlyMemory<byte> json) =>
        MemoryMarshal.TryGetArray(json, out var whole) && whole.Offset == 0 && whole.Count == whole.Array!.Length ? whole.Array : json.ToArray();
}
