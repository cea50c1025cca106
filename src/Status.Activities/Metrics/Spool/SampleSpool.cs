using System.Globalization;

namespace Status.Activities.Metrics.Spool;

/// <summary>
/// Samples that came while the store could not be reached: append-only files in a folder of this host, each record synced to the disk before it counts. Bounded: what does not fit is refused, and
/// its sender is told. Files are read back in their order and removed when the store holds what they held; a crash in between repeats a file, which changes nothing (a sample that is there is there).
/// </summary>
public sealed class SampleSpool
{
    private const long FileBytes = 8 << 20;

    private readonly string _folder;
    private readonly long _limit;
    private readonly Lock _lock = new();
    private FileStream? _open;
    private long _bytes;
    private long _number;

    /// <summary>Opens the folder and whatever an earlier process left in it.</summary>
    /// <param name="folder">The folder; made when the first sample needs it.</param>
    /// <param name="limit">Most bytes of all files together; 0 keeps nothing.</param>
    public SampleSpool(string folder, long limit)
    {
        (_folder, _limit) = (folder, limit);
        foreach (var file in Files())
        {
            _bytes += new FileInfo(file).Length;
            _number = Math.Max(_number, long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Bytes that wait for the store.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>Keeps samples; once this returns <c>true</c> they outlast a crash of the process and of the machine.</summary>
    /// <returns><c>false</c> when they do not fit.</returns>
    /// <exception cref="IOException">The disk refused.</exception>
    public bool TryAppend(ReadOnlySpan<MetricSample> samples)
    {
        var record = SpoolRecord.Write(samples);
        lock (_lock)
        {
            if (_bytes + record.Length > _limit) return false;
            // After a write that failed the file may end in half a record; nothing after it would be read.
            var file = _open ??= Create();
            try
            {
                file.Write(record);
                file.Flush(flushToDisk: true);
            }
            catch
            {
                Close();
                throw;
            }

            _bytes += record.Length;
            if (file.Length >= FileBytes) Close();
            return true;
        }
    }

    /// <summary>Gives every record to the store, oldest first, and removes the files that it has taken.</summary>
    /// <param name="store">Stores one record; its exception ends the replay, and what is left waits for the next one.</param>
    /// <returns>Samples that were given to the store, and files that ended in a record that was not whole.</returns>
    public async Task<(long Samples, int Damaged)> ReplayAsync(Func<ReadOnlyMemory<MetricSample>, Task> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        long samples = 0;
        var damaged = 0;
        lock (_lock) Close();
        foreach (var file in Files())
        {
            long length, whole = 0;
            await using (var stream = new FileStream(file, FileMode.Open, FileAccess.Read))
            {
                length = stream.Length;
                while (SpoolRecord.Read(stream) is { } record)
                {
                    await store(record);
                    samples += record.Length;
                    whole = stream.Position;
                }

                if (whole < length) damaged++;
            }

            lock (_lock)
            {
                // Appended to since it was read: it is read again, which changes nothing.
                if (_open?.Name == file) continue;
                File.Delete(file);
                _bytes -= length;
            }
        }

        return (samples, damaged);
    }

    private List<string> Files() => Directory.Exists(_folder) ? [.. Directory.GetFiles(_folder, "*.spool").Order(StringComparer.Ordinal)] : [];

    private FileStream Create()
    {
        Directory.CreateDirectory(_folder);
        return new FileStream(Path.Combine(_folder, (++_number).ToString("D12", CultureInfo.InvariantCulture) + ".spool"), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }
}
