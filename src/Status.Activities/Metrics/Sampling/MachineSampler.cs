namespace Status.Activities.Metrics.Sampling;

/// <summary>
/// Samples the machine: processor, memory, disk, load, network. A value that cannot be read has no sample, never a 0. What is counted since boot
/// has its first sample at the second tick. Not safe for two ticks at once.
/// </summary>
public sealed class MachineSampler
{
    private readonly MachineFiles _files;
    private readonly TimeProvider _time;
    private readonly string _diskFolder;
    private readonly KeyValuePair<string, string>[] _labels;
    private readonly Dictionary<string, SeriesKey> _series = new(StringComparer.Ordinal);
    private CpuTimes? _cpu;
    private decimal? _cgroupCpu;
    private NetworkCounters? _network;
    private long _readAt;

    /// <summary>Creates a sampler of the machine this process runs on.</summary>
    /// <param name="host">The value of the label <c>host</c>.</param>
    /// <param name="diskFolder">The folder whose disk is sampled.</param>
    /// <param name="time">Measures the time between two readings.</param>
    public MachineSampler(string host, string diskFolder, TimeProvider time)
        : this(host, diskFolder, time, new MachineFiles())
    {
    }

    internal MachineSampler(string host, string diskFolder, TimeProvider time, MachineFiles files)
    {
        _files = files;
        _time = time;
        _diskFolder = diskFolder;
        _labels = [new("host", host)];
        _readAt = time.GetTimestamp();
    }

    /// <summary>Takes one sample of everything that can be read, all at the time <paramref name="at"/>.</summary>
    public IReadOnlyList<MetricSample> Sample(DateTimeOffset at)
    {
        var now = _time.GetTimestamp();
        var elapsed = _time.GetElapsedTime(_readAt, now);
        _readAt = now;
        var network = ReadNetwork(elapsed);
        (string Name, string Unit, double? Value)[] values =
        [
            ("host.cpu.percent", "percent", ReadCpu(elapsed)),
            ("host.memory.percent", "percent", ReadMemory()),
            ("host.disk.percent", "percent", ReadDisk()),
            ("host.load.1m", "tasks", _files.Read("proc/loadavg") is { } load ? LoadAverage.Parse(load) : null),
            ("host.network.rx_bytes_per_second", "bytes/s", network?.Received),
            ("host.network.tx_bytes_per_second", "bytes/s", network?.Sent),
        ];
        return [.. values.Where(value => value.Value is not null).Select((value, index) => new MetricSample(index, Series(value.Name, value.Unit), at, Round(value.Value!.Value)))];
    }

    // What the kernel counts in ticks and kilobytes has no further digits to tell.
    private static double Round(double value) => Math.Round(value, 3);

    private double? ReadCpu(TimeSpan elapsed)
    {
        var (before, beforeCgroup) = (_cpu, _cgroupCpu);
        _cpu = _files.Read("proc/stat") is { } text ? CpuTimes.Parse(text) : null;
        _cgroupCpu = Cgroup.UsedMicroseconds(_files.Read("sys/fs/cgroup/cpu.stat"));
        if (Cgroup.Processors(_files.Read("sys/fs/cgroup/cpu.max")) is { } processors)
            return beforeCgroup is { } then && _cgroupCpu is { } now ? Cgroup.CpuPercent(then, now, elapsed, processors) : null;
        return before is { } first && _cpu is { } second ? CpuTimes.Percent(first, second) : null;
    }

    private double? ReadMemory() =>
        Cgroup.MemoryPercent(_files.Read("sys/fs/cgroup/memory.max"), _files.Read("sys/fs/cgroup/memory.current"), _files.Read("sys/fs/cgroup/memory.stat"))
        ?? (_files.Read("proc/meminfo") is { } text ? MemoryInfo.Percent(text) : null);

    private double? ReadDisk()
    {
        try
        {
            // What is reserved for root counts as used, as df counts it: nobody else can write there.
            var disk = new DriveInfo(_diskFolder);
            return disk.TotalSize > 0 ? 100.0 * (disk.TotalSize - disk.AvailableFreeSpace) / disk.TotalSize : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private (double Received, double Sent)? ReadNetwork(TimeSpan elapsed)
    {
        var before = _network;
        _network = _files.Read("proc/net/dev") is { } text ? NetworkCounters.Parse(text) : null;
        return before is not null && _network is not null ? NetworkCounters.Rate(before, _network, elapsed) : null;
    }

    private SeriesKey Series(string name, string unit)
    {
        if (!_series.TryGetValue(name, out var series)) _series[name] = series = new SeriesKey(name, _labels, unit);
        return series;
    }
}
