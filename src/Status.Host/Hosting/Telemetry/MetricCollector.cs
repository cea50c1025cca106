using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Status.Host.Hosting.Telemetry;

/// <summary>Listens to the meters of this process that <c>/metrics</c> tells: ours and the runtime's. Those that measure every request or every SQL command are left to OTLP, since they would cost each of them.</summary>
internal sealed class MetricCollector : IHostedService, IDisposable
{
    private static readonly double[] _seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricCells> _instruments = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _scrape = new();

    public MetricCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!IsTold(instrument.Meter.Name)) return;
            listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, static i => new MetricCells(i, BoundsOf(i))));
        };
        _listener.MeasurementsCompleted = (instrument, _) => _instruments.TryRemove(instrument, out MetricCells? _);
        _listener.SetMeasurementEventCallback<byte>((i, v, labels, cells) => Take(i, v, labels, cells));
        _listener.SetMeasurementEventCallback<short>((i, v, labels, cells) => Take(i, v, labels, cells));
        _listener.SetMeasurementEventCallback<int>((i, v, labels, cells) => Take(i, v, labels, cells));
        _listener.SetMeasurementEventCallback<long>((i, v, labels, cells) => Take(i, v, labels, cells));
        _listener.SetMeasurementEventCallback<float>((i, v, labels, cells) => Take(i, v, labels, cells));
        _listener.SetMeasurementEventCallback<double>((i, v, labels, cells) => Take(i, v, labels, cells));
        _listener.SetMeasurementEventCallback<decimal>((i, v, labels, cells) => Take(i, (double)v, labels, cells));
    }

    /// <summary>Every instrument with its values as they stand.</summary>
    public IReadOnlyList<(Instrument Instrument, double[]? Bounds, List<MetricCell> Cells)> Collect()
    {
        // Two scrapes at once would clear what the other has just observed.
        lock (_scrape)
        {
            foreach (var cells in _instruments.Values)
                if (cells.Instrument.IsObservable) cells.Clear();
            _listener.RecordObservableInstruments();
            return [.. _instruments.Values.Select(c => (c.Instrument, c.Bounds, c.Copy()))];
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static bool IsTold(string meter) => meter.StartsWith("Status.", StringComparison.Ordinal) || meter == "System.Runtime";

    private static double[]? BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<long> { Advice.HistogramBucketBoundaries: { } given } => [.. given.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } given } => [.. given.Select(b => (double)b)],
        Histogram<double> { Advice.HistogramBucketBoundaries: { } given } => [.. given],
        _ => instrument.GetType().GetGenericTypeDefinition() == typeof(Histogram<>) ? _seconds : null,
    };

    private static void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels, object? cells)
    {
        if (cells is not MetricCells into) return;
        if (instrument.IsObservable || PrometheusText.IsGauge(instrument) && !PrometheusText.IsUpDown(instrument)) into.Set(value, labels);
        else into.Add(value, labels);
    }
}
