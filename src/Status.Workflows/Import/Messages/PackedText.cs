using System.IO.Compression;
using System.Text;

namespace Status.Workflows.Import.Messages;

/// <summary>Text in UTF-8, which may be packed with gzip.</summary>
internal static class PackedText
{
    /// <summary>The text of bytes.</summary>
    /// <exception cref="FormatException">There are more bytes than allowed, unpacked, or they cannot be unpacked.</exception>
    public static string Of(byte[] bytes, int most)
    {
        if (bytes is not [0x1f, 0x8b, ..]) return Encoding.UTF8.GetString(bytes);
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var text = new MemoryStream();
        var chunk = new byte[16384];
        try
        {
            for (int read; (read = packed.Read(chunk)) > 0; text.Write(chunk, 0, read))
                if (text.Length + read > most) throw new FormatException($"Unpacked the text has more than {most} bytes.");
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("The bytes begin like gzip and cannot be unpacked.", e);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
