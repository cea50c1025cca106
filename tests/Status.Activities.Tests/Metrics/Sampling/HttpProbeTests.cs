using System.Net;
using Status.Activities.Metrics.Sampling;

namespace Status.Activities.Tests.Metrics.Sampling;

public sealed class HttpProbeTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualTime _time = new(_start);

    [Theory]
    [InlineData(HttpStatusCode.OK, 1)]
    [InlineData(HttpStatusCode.NoContent, 1)]
    [InlineData(HttpStatusCode.Redirect, 0)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 0)]
    public async Task Measure_Answer_HasSuccessByStatusAndLatency(HttpStatusCode status, double success)
    {
        var samples = await Probe(_ =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(12.5));
            return Task.FromResult(new HttpResponseMessage(status));
        }).MeasureAsync(new("http://x/"), _start, default);

        Assert.Equal([("probe.success", success), ("probe.latency.ms", 12.5)], samples.Select(sample => (sample.Series.Name, sample.Value)));
        Assert.All(samples, sample => Assert.Equal("""{"host":"h","target":"t"}""", sample.Series.LabelsJson));
    }

    [Fact]
    public async Task Measure_NoConnection_IsFailureWithoutLatency()
    {
        var samples = await Probe(_ => throw new HttpRequestException("refused")).MeasureAsync(new("http://x/"), _start, default);

        Assert.Equal(("probe.success", 0.0), (Assert.Single(samples).Series.Name, samples[0].Value));
    }

    [Fact]
    public async Task Measure_NoAnswerInTime_IsFailureWithoutLatency()
    {
        var measuring = Probe(async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return new HttpResponseMessage();
        }).MeasureAsync(new("http://x/"), _start, default);
        await _time.ArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, Assert.Single(await measuring.WaitAsync(TimeSpan.FromSeconds(120))).Value);
    }

    [Fact]
    public async Task Measure_HostStops_IsNoFailureOfTheTarget()
    {
        using var stop = new CancellationTokenSource();
        var measuring = Probe(async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return new HttpResponseMessage();
        }).MeasureAsync(new("http://x/"), _start, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => measuring);
    }

    private HttpProbe Probe(Func<CancellationToken, Task<HttpResponseMessage>> answer) =>
        new(new HttpClient(new Handler(answer)), "h", "t", TimeSpan.FromSeconds(5), _time);

    private sealed class Handler(Func<CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(cancellationToken);
    }
}
