using Status.Activities.Metrics.Sampling;

namespace Status.Activities.Tests.Metrics.Sampling;

public sealed class AlignedTicksTests
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset _start = new(2026, 11, 20, 12, 0, 3, TimeSpan.Zero);

    [Fact]
    public async Task Run_Ticks_FallOnMultiplesAndNeverOverlap()
    {
        var time = new ManualTime(_start);
        using var stop = new CancellationTokenSource();
        var ticks = new List<DateTimeOffset>();
        var release = new SemaphoreSlim(0);
        var entered = new SemaphoreSlim(0);
        var running = new AlignedTicks(_interval, time).RunAsync(async (at, _) =>
        {
            ticks.Add(at);
            entered.Release();
            Assert.True(await release.WaitAsync(TimeSpan.FromSeconds(120), CancellationToken.None));
        }, stop.Token);

        await time.ArmedAsync();
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(120)));
        time.Advance(TimeSpan.FromSeconds(25)); // the work goes on over two ticks
        release.Release();
        await time.ArmedAsync();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(120)));
        await stop.CancelAsync();
        release.Release();
        await running.WaitAsync(TimeSpan.FromSeconds(120));

        Assert.Equal([At(10), At(40)], ticks);
    }

    [Theory]
    [InlineData(3, null, 10)]
    [InlineData(10, null, 20)]
    [InlineData(9, 10, 20)] // the timer fired early: the same tick is not given twice
    [InlineData(60, 10, 70)]
    [InlineData(0, 500, 10)] // the clock was set back: go with the new time
    public void Next_Tick_IsLaterThanNowAndThanTheLast(int now, int? last, int expected) =>
        Assert.Equal(At(expected), AlignedTicks.Next(At(now), last is null ? DateTimeOffset.MinValue : At(last.Value), _interval));

    private static DateTimeOffset At(int seconds) => new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddSeconds(seconds);
}
