namespace Status.Host.Api.Metrics;

/// <summary>The body of <c>POST /api/v1/metrics</c>, for its description; it is read as a stream of tokens.</summary>
/// <param name="Samples">The samples of the batch.</param>
internal sealed record IngestRequest(IReadOnlyList<IngestSample> Samples);

/// <summary>One sample of an <see cref="IngestRequest"/>.</summary>
/// <param name="Name">The metric's name, e.g. <c>host.cpu.percent</c>.</param>
/// <param name="Labels">What tells the series of one name apart.</param>
/// <param name="At">When it was measured: ISO 8601 with a zone, or Unix milliseconds.</param>
/// <param name="Value">The value; true and false count as 1 and 0.</param>
/// <param name="Unit">The unit of the values; the first one that comes in stays.</param>
internal sealed record IngestSample(string Name, IReadOnlyDictionary<string, string>? Labels, DateTimeOffset At, double Value, string? Unit);
