using FsCheck;
using Status.Workflows.Execution;
using Status.Workflows.Resilience;

namespace Status.Workflows.Tests.Resilience;

/// <summary>Delays between tries.</summary>
public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(RetryBackoff.Constant, new[] { 2, 2, 2, 2 })]
    [InlineData(RetryBackoff.Linear, new[] { 2, 4, 6, 8 })]
    [InlineData(RetryBackoff.Exponential, new[] { 2, 4, 8, 16 })]
    public async Task Delay_WithoutJitter_GrowsAsTheBackoffSays(RetryBackoff backoff, int[] seconds)
    {
        var strategy = new RetryStrategy(new RetryStrategySettings { Id = "x", MaxRetryAttempts = 4, Delay = TimeSpan.FromSeconds(2), BackoffType = backoff, UseJitter = false }, () => 0.5);

        for (var made = 0; made < 4; made++) Assert.Equal(TimeSpan.FromSeconds(seconds[made]), await strategy.DelayAsync(new TimeoutException(), made));
        Assert.Null(await strategy.DelayAsync(new TimeoutException(), 4));
    }

    [Fact]
    public async Task Delay_OtherSideSaysWhen_IsWhatItSays()
    {
        var strategy = new RetryStrategy(new RetryStrategySettings { Id = "x", Category = "HTTP" }, () => 0.5);

        Assert.Equal(TimeSpan.FromSeconds(77), await strategy.DelayAsync(new RetryRequestedException(["503", "5xx"], "busy", TimeSpan.FromSeconds(77)), 1));
    }

    [Fact]
    public void Delay_WithJitter_StaysWithinItsLimitAndIsNotNegative() =>
        Prop.ForAll((PositiveInt seconds, byte chance, byte made) => IsWithinLimit(seconds.Get, chance, made)).QuickCheckThrowOnFailure();

    private static bool IsWithinLimit(int seconds, byte chance, byte made)
    {
        var settings = new RetryStrategySettings { Id = "x", MaxRetryAttempts = 50, Delay = TimeSpan.FromSeconds(seconds % 600), MaxDelay = TimeSpan.FromMinutes(20) };
        var delay = new RetryStrategy(settings, () => chance / 256.0).DelayAsync(new TimeoutException(), made % 50).AsTask().GetAwaiter().GetResult();
        return delay >= TimeSpan.Zero && delay <= settings.MaxDelay;
    }
}
