namespace Status.Activities.Metrics.Sampling;

/// <summary>
/// Asks one address with GET: <c>probe.success</c> is 1 for an answer 200 to 299 within the time, else 0; <c>probe.latency.ms</c> is the time to the
/// answer's headers, and has no sample when there was no answer.
/// </summary>
/// <param name="client">A client without a timeout of its own, that follows no redirects.</param>
/// <param name="host">The value of the label <c>host</c>: who asked.</param>
/// <param name="target">The value of the label <c>target</c>: what was asked.</param>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="time">Measures it.</param>
public sealed class HttpProbe(HttpClient client, string host, string target, TimeSpan timeout, TimeProvider time)
{
    private readonly SeriesKey _success = new("probe.success", [new("host", host), new("target", target)], "ratio");
    private readonly SeriesKey _latency = new("probe.latency.ms", [new("host", host), new("target", target)], "ms");

    /// <summary>Asks once. The samples carry the time <paramref name="at"/>.</summary>
    public async Task<IReadOnlyList<MetricSample>> MeasureAsync(Uri address, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var latency = time.GetElapsedTime(started).TotalMilliseconds;
            return [new(0, _success, at, response.IsSuccessStatusCode ? 1 : 0), new(1, _latency, at, Math.Round(latency, 3))];
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [new(0, _success, at, 0)];
        }
    }
}
