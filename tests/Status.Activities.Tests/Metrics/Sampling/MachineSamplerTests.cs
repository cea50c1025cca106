using Status.Activities.Metrics.Sampling;

namespace Status.Activities.Tests.Metrics.Sampling;

public sealed class MachineSamplerTests : IDisposable
{
    private static readonly DateTimeOffset _start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("status-machine-");
    private readonly ManualTime _time = new(_start);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Sample_FirstTick_HasNothingThatNeedsTwoReadings()
    {
        Write("proc/stat", "cpu 0 0 0 100");
        Write("proc/meminfo", "MemTotal: 100 kB\nMemAvailable: 75 kB\n");
        Write("proc/loadavg", "1.5 1 1 1/1 1");
        Write("proc/net/dev", MachineParserTests.Device("eth0", 0, 0));

        var samples = Sampler().Sample(_start);

        Assert.Equal(["host.memory.percent=25", "host.disk.percent", "host.load.1m=1.5"], Texts(samples));
        Assert.All(samples, sample => Assert.Equal("""{"host":"h"}""", sample.Series.LabelsJson));
    }

    [Fact]
    public void Sample_SecondTick_HasRates()
    {
        Write("proc/stat", "cpu 0 0 0 100");
        Write("proc/net/dev", MachineParserTests.Device("eth0", 0, 0));
        var sampler = Sampler();
        sampler.Sample(_start);

        Write("proc/stat", "cpu 30 0 0 170");
        Write("proc/net/dev", MachineParserTests.Device("eth0", 5_000, 100));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(
            ["host.cpu.percent=30", "host.disk.percent", "host.network.rx_bytes_per_second=500", "host.network.tx_bytes_per_second=10"],
            Texts(sampler.Sample(_start)));
    }

    [Fact]
    public void Sample_UnreadableFileBetween_NoSampleRatherThanZero()
    {
        Write("proc/stat", "cpu 0 0 0 100");
        var sampler = Sampler();
        sampler.Sample(_start);
        Write("proc/stat", "garbage");
        _time.Advance(TimeSpan.FromSeconds(10));
        var unreadable = sampler.Sample(_start);
        Write("proc/stat", "cpu 30 0 0 170");
        _time.Advance(TimeSpan.FromSeconds(10));
        var firstAgain = sampler.Sample(_start);

        Assert.Equal(["host.disk.percent"], Texts(unreadable));
        Assert.Equal(["host.disk.percent"], Texts(firstAgain));
    }

    [Fact]
    public void Sample_InContainer_IsMeasuredAgainstItsLimits()
    {
        Write("proc/stat", "cpu 0 0 0 100");
        Write("proc/meminfo", "MemTotal: 100 kB\nMemAvailable: 75 kB\n");
        Write("sys/fs/cgroup/memory.max", "1000\n");
        Write("sys/fs/cgroup/memory.current", "900\n");
        Write("sys/fs/cgroup/cpu.max", "50000 100000\n");
        Write("sys/fs/cgroup/cpu.stat", "usage_usec 1000000\n");
        var sampler = Sampler();
        sampler.Sample(_start);
        Write("sys/fs/cgroup/cpu.stat", "usage_usec 2000000\n");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["host.cpu.percent=20", "host.memory.percent=90", "host.disk.percent"], Texts(sampler.Sample(_start)));
    }

    [Fact]
    public void Sample_ThisMachine_HasPlausibleValues()
    {
        if (!OperatingSystem.IsLinux()) return;
        var samples = new MachineSampler("h", Path.GetTempPath(), TimeProvider.System).Sample(_start);

        Assert.Equal(["host.disk.percent", "host.load.1m", "host.memory.percent"], samples.Select(sample => sample.Series.Name).Order());
        Assert.All(samples.Where(sample => sample.Series.Unit == "percent"), sample => Assert.InRange(sample.Value, 0.001, 100));
    }

    private MachineSampler Sampler() => new("h", _root.FullName, _time, new MachineFiles(_root.FullName));

    // The disk is the real one, so its value is left out.
    private static IEnumerable<string> Texts(IEnumerable<Status.Activities.Metrics.MetricSample> samples) =>
        samples.Select(sample => sample.Series.Name + (sample.Series.Name == "host.disk.percent" ? "" : $"={sample.Value}"));

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
