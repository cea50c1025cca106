using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Status.Activities.Metrics.Spool;

/// <summary>
/// One record of a spool file: length, the first eight bytes of SHA-256 over the content, the content. A record that was cut off by a crash, or changed on disk, is recognised and ends the file.
/// </summary>
internal static class SpoolRecord
{
    private const int HeadBytes = 12;
    private const int MaxBytes = 64 << 20;

    /// <summary>Packs samples.</summary>
    public static byte[] Write(ReadOnlySpan<MetricSample> samples)
    {
        using var stream = new MemoryStream(HeadBytes + samples.Length * 64);
        stream.SetLength(HeadBytes);
        stream.Position = HeadBytes;
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(samples.Length);
            foreach (ref readonly var sample in samples) Write(writer, sample);
        }

        var record = stream.ToArray();
        var content = record.AsSpan(HeadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(record, content.Length);
        Checksum(content).CopyTo(record.AsSpan(4));
        return record;
    }

    /// <summary>Reads the next record of a file.</summary>
    /// <returns><c>null</c> at the end of the file and at the first record that is not whole.</returns>
    public static MetricSample[]? Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 4 or > MaxBytes || length > stream.Length - stream.Position) return null;
        var content = new byte[length];
        stream.ReadExactly(content);
        return Checksum(content).AsSpan().SequenceEqual(head[4..]) ? Unpack(content) : null;
    }

    private static byte[] Checksum(ReadOnlySpan<byte> content) => SHA256.HashData(content)[..(HeadBytes - 4)];

    private static void Write(BinaryWriter writer, in MetricSample sample)
    {
        writer.Write(sample.Series.Name);
        writer.Write(sample.Series.Unit is not null);
        if (sample.Series.Unit is { } unit) writer.Write(unit);
        writer.Write(sample.Series.Labels.Count);
        foreach (var (name, value) in sample.Series.Labels)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(sample.At.UtcTicks);
        writer.Write(sample.Value);
    }

    private static MetricSample[] Unpack(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        var samples = new MetricSample[reader.ReadInt32()];
        for (var i = 0; i < samples.Length; i++)
        {
            var name = reader.ReadString();
            var unit = reader.ReadBoolean() ? reader.ReadString() : null;
            var labels = new KeyValuePair<string, string>[reader.ReadInt32()];
            for (var l = 0; l < labels.Length; l++) labels[l] = new(reader.ReadString(), reader.ReadString());
            samples[i] = new MetricSample(i, new SeriesKey(name, labels, unit), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), reader.ReadDouble());
        }

        return samples;
    }
}
