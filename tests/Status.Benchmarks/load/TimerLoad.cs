using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>F5: two hundred timers that fire every second, durable; how late they are, and whether one is lost or comes twice.</summary>
internal static class TimerLoad
{
    /// <summary>Listens for whole seconds and prints a row.</summary>
    /// <returns>Whether every timer ticked exactly once in every second.</returns>
    public static async Task<bool> MeasureAsync(Recorder recorder, LoadHost host, int seconds, string mode)
    {
        // Until all are armed and warm.
        for (var i = 0; i < 60 && recorder.Take().Select(t => t.Timer).Distinct().Count() < FlowDefinitions.Timers; i++) await Task.Delay(2000);
        await Task.Delay(3000);
        recorder.Take();
        // From the next whole second but one, so that no tick of the second before is counted in.
        var first = (long)Math.Ceiling((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds) + 1;
        var processes = ProcessTree.Of(host.Id);
        var cpu = ProcessTree.CpuSeconds(processes);
        await Task.Delay(TimeSpan.FromSeconds(seconds + 2.5));
        cpu = ProcessTree.CpuSeconds(processes) - cpu;
        var ticks = recorder.Take();
        var placed = ticks.GroupBy(t => t.Timer).SelectMany(Place).Where(t => t.Second >= first && t.Second < first + seconds).ToArray();
        var expected = FlowDefinitions.Timers * seconds;
        var distinct = placed.Select(t => (t.Tick.Timer, t.Second)).Distinct().Count();
        var twice = ticks.Count - ticks.Select(t => t.Key).Distinct().Count();
        var late = placed.Select(t => t.Tick.At - t.Second * 1000.0).Order().ToArray();
        var arrived = placed.Select(t => t.Tick.Arrived - t.Second * 1000.0).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| F5 200 timers | {mode} | {distinct} of {expected} ticks in {seconds} s, {twice} told twice | own time late p50 {At(late, 0.5):N0} / p99 {At(late, 0.99):N0} / max {At(late, 1):N0} ms | told late p50 {At(arrived, 0.5):N0} / p99 {At(arrived, 0.99):N0} ms | host and PostgreSQL CPU {cpu / (seconds + 2.5):P0} |"));
        return twice == 0 && distinct == expected;
    }

    /// <summary>
    /// The second that each tick of a timer was due in. A late tick runs in a later second than its own, so the ticks are counted: the k-th belongs k seconds behind the first, which is where
    /// the most punctual one says.
    /// </summary>
    private static IEnumerable<(Recorder.Tick Tick, long Second)> Place(IEnumerable<Recorder.Tick> ofOneTimer)
    {
        var ordered = ofOneTimer.OrderBy(t => t.At).ToArray();
        var start = ordered.Select((t, i) => t.At / 1000 - i).Min();
        return ordered.Select((t, i) => (t, start + i));
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
