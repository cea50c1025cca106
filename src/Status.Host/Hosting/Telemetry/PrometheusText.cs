using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Status.Host.Hosting.Telemetry;

/// <summary>Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).</summary>
internal static class PrometheusText
{
    /// <summary>The media type of an answer.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What the runtime publishes as counters, though it goes down too: a rate of it would be nonsense.</summary>
    private static readonly HashSet<string> _fallingCounters = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    /// <summary>Writes instruments in the order of their names.</summary>
    public static string Write(IEnumerable<(Instrument Instrument, double[]? Bounds, List<MetricCell> Cells)> instruments)
    {
        var text = new StringBuilder(16384);
        // One family is written once, in one piece, even when two meters of the process have an instrument of the same name.
        foreach (var family in instruments.Where(i => i.Cells.Count > 0).GroupBy(i => NameOf(i.Instrument)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var (first, bounds, _) = family.First();
            text.Append("# HELP ").Append(family.Key).Append(' ').Append(EscapeHelp(first.Description ?? first.Name)).Append('\n');
            text.Append("# TYPE ").Append(family.Key).Append(' ').Append(bounds is not null ? "histogram" : IsGauge(first) ? "gauge" : "counter").Append('\n');
            foreach (var cell in family.SelectMany(i => i.Cells))
            {
                if (bounds is null) Line(text, family.Key, cell.Labels, null, cell.Value);
                else Histogram(text, family.Key, bounds, cell);
            }
        }

        return text.ToString();
    }

    /// <summary>The name of an instrument: dots become underscores, the unit and a counter's <c>total</c> are appended.</summary>
    public static string NameOf(Instrument instrument)
    {
        var name = new StringBuilder(Clean(instrument.Name, allowColon: true));
        var unit = instrument.Unit switch
        {
            "s" => "seconds",
            "ms" => "milliseconds",
            "By" => "bytes",
            "%" => "percent",
            _ => null,
        };
        if (unit is not null && !name.ToString().EndsWith(unit, StringComparison.Ordinal)) name.Append('_').Append(unit);
        if (IsGauge(instrument)) return WithoutCount(name.ToString());
        if (instrument.GetType().GetGenericTypeDefinition() != typeof(Histogram<>)) name.Append("_total");
        return name.ToString();
    }

    /// <summary>Whether the value may go down.</summary>
    public static bool IsGauge(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Gauge<>) || type == typeof(ObservableGauge<>) || type == typeof(ObservableUpDownCounter<>) || IsUpDown(instrument) || _fallingCounters.Contains(instrument.Name);
    }

    /// <summary>Whether it counts up and down by differences.</summary>
    public static bool IsUpDown(Instrument instrument) => instrument.GetType().GetGenericTypeDefinition() == typeof(UpDownCounter<>);

    /// <summary>The ending <c>_count</c> belongs to histograms (<c>promtool check metrics</c> says so).</summary>
    private static string WithoutCount(string name) => name.EndsWith("_count", StringComparison.Ordinal) ? name[..^"count".Length] + "now" : name;

    private static void Histogram(StringBuilder text, string name, double[] bounds, MetricCell cell)
    {
        long below = 0;
        for (var i = 0; i < bounds.Length; i++)
        {
            below += cell.Buckets[i];
            Line(text, name + "_bucket", cell.Labels, Number(bounds[i]), below);
        }

        Line(text, name + "_bucket", cell.Labels, "+Inf", cell.Count);
        Line(text, name + "_sum", cell.Labels, null, cell.Value);
        Line(text, name + "_count", cell.Labels, null, cell.Count);
    }

    private static void Line(StringBuilder text, string name, KeyValuePair<string, object?>[] labels, string? bound, double value)
    {
        text.Append(name);
        if (labels.Length > 0 || bound is not null)
        {
            text.Append('{');
            foreach (var (label, of) in labels)
                text.Append(Clean(label, allowColon: false)).Append("=\"").Append(EscapeLabel(Convert.ToString(of, CultureInfo.InvariantCulture) ?? "")).Append("\",");
            if (bound is not null) text.Append("le=\"").Append(bound).Append("\",");
            text.Length--;
            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Clean(string name, bool allowColon)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' || (allowColon && c == ':') ? c : '_'));
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private static string EscapeHelp(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
