using Status.Activities.Metrics.Sampling;

namespace Status.Activities.Tests.Metrics.Sampling;

public sealed class MachineParserTests
{
    private const string Net = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 347530855   26979    0    0    0     0          0         0 347530855   26979    0    0    0     0       0          0
          eth0:4294967290    4999    0    0    0     0          0         0   250103    3100    0    0    0     0       0          0
        eth0:1: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0
        """;

    [Theory]
    [InlineData("cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 1 1 1\n", 850, 1000)]
    [InlineData("cpu 1 2 3 4", 4, 10)]
    [InlineData("cpu  10 0 0 80 10 0 0 5 7 3", 90, 105)]
    public void CpuTimes_Line_IsSummedWithoutGuests(string text, int idle, int total) =>
        Assert.Equal(new CpuTimes(idle, total), CpuTimes.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("cpu0 1 2 3 4 5")]
    [InlineData("cpu 1 2 3")]
    [InlineData("cpu 1 2 x 4 5")]
    [InlineData("cpu -1 2 3 4 5")]
    [InlineData("cpu 99999999999999999999999 2 3 4 5")]
    public void CpuTimes_OddText_IsNothing(string text) => Assert.Null(CpuTimes.Parse(text));

    [Theory]
    [InlineData(0, 0, 75, 100, 25.0)]
    [InlineData(0, 0, 0, 100, 100.0)]
    [InlineData(10, 100, 9, 200, 100.0)] // I/O wait shrank
    [InlineData(10, 100, 10, 100, null)] // no time passed
    [InlineData(800, 1000, 8, 10, null)] // reset or wrapped
    public void CpuTimes_Percent_IsBusyShareOrNothing(int idle1, int total1, int idle2, int total2, double? expected) =>
        Assert.Equal(expected, CpuTimes.Percent(new(idle1, total1), new(idle2, total2)));

    [Theory]
    [InlineData("MemTotal:       1000 kB\nMemFree:  10 kB\nMemAvailable:    400 kB\n", 60.0)]
    [InlineData("MemAvailable: 0 kB\nMemTotal: 8 kB", 100.0)]
    [InlineData("MemTotal: 1000 kB\nMemFree: 10 kB\n", null)]
    [InlineData("MemTotal: 0 kB\nMemAvailable: 0 kB", null)]
    [InlineData("MemTotal: 10 kB\nMemAvailable: 20 kB", null)]
    [InlineData("MemTotal: many kB\nMemAvailable: 20 kB", null)]
    [InlineData("", null)]
    public void MemoryInfo_Percent_IsUsedShareOrNothing(string text, double? expected) => Assert.Equal(expected, MemoryInfo.Percent(text));

    [Theory]
    [InlineData("0.54 0.35 0.18 1/220 29352\n", 0.54)]
    [InlineData("12 1 1", 12.0)]
    [InlineData("", null)]
    [InlineData("nan 1 1", null)]
    [InlineData("-1 1 1", null)]
    public void LoadAverage_FirstNumber_OrNothing(string text, double? expected) => Assert.Equal(expected, LoadAverage.Parse(text));

    [Fact]
    public void NetworkCounters_Interfaces_WithoutLoopbackAndWithGluedNumbers() =>
        Assert.Equal(["eth0", "eth0:1"], NetworkCounters.Parse(Net)!.Interfaces.Order());

    [Theory]
    [InlineData("")]
    [InlineData("Inter-| Receive\n face |bytes")]
    [InlineData("eth0: 1 2 3")]
    [InlineData("eth0: x 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0")]
    public void NetworkCounters_OddText_IsNothing(string text) => Assert.Null(NetworkCounters.Parse(text));

    [Fact]
    public void NetworkRate_Delta_PerSecondOverInterfacesOfBoth()
    {
        var before = NetworkCounters.Parse(Device("a", 100, 10) + Device("gone", 1, 1))!;
        var after = NetworkCounters.Parse(Device("a", 300, 60) + Device("new", 9_000, 9_000))!;

        Assert.Equal((20.0, 5.0), NetworkCounters.Rate(before, after, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void NetworkRate_CounterWentBackOrNoTime_IsNothing()
    {
        var before = NetworkCounters.Parse(Device("a", 4_294_967_290, 10))!;
        var after = NetworkCounters.Parse(Device("a", 5, 20))!;

        Assert.Null(NetworkCounters.Rate(before, after, TimeSpan.FromSeconds(10)));
        Assert.Null(NetworkCounters.Rate(before, before, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("1000\n", "600\n", "anon 1\ninactive_file 100\n", 50.0)]
    [InlineData("1000", "600", null, 60.0)]
    [InlineData("1000", "50", "inactive_file 100", 0.0)]
    [InlineData("max\n", "600", "inactive_file 100", null)]
    [InlineData("1000", null, null, null)]
    [InlineData(null, null, null, null)]
    public void Cgroup_Memory_OnlyUnderALimit(string? max, string? current, string? stat, double? expected) =>
        Assert.Equal(expected, Cgroup.MemoryPercent(max, current, stat));

    [Theory]
    [InlineData("50000 100000\n", 0.5)]
    [InlineData("max 100000\n", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Cgroup_Processors_OnlyUnderALimit(string? max, double? expected) => Assert.Equal(expected, Cgroup.Processors(max));

    [Fact]
    public void Cgroup_Cpu_IsShareOfTheAllowance()
    {
        Assert.Equal(7m, Cgroup.UsedMicroseconds("usage_usec 7\nuser_usec 3\n"));
        Assert.Equal(50, Cgroup.CpuPercent(0, 2_500_000, TimeSpan.FromSeconds(10), 0.5));
        Assert.Null(Cgroup.CpuPercent(10, 9, TimeSpan.FromSeconds(10), 0.5));
        Assert.Null(Cgroup.CpuPercent(10, 10, TimeSpan.Zero, 0.5));
    }

    internal static string Device(string name, ulong received, ulong sent) => $"{name}: {received} 0 0 0 0 0 0 0 {sent} 0 0 0 0 0 0 0\n";
}
