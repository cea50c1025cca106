using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Activities.Compliance;
using Status.Activities.Metrics;

namespace Status.Host.Api.Metrics;

/// <summary>Reads the query strings of the metrics routes and collects every mistake in them.</summary>
internal sealed class MetricsQuery(IQueryCollection query)
{
    private const string LabelPrefix = "label.";
    private const int DefaultSteps = 240;
    private const long LatestMilliseconds = 253_370_764_800_000;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether anything was wrong.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>All mistakes as one answer.</summary>
    public ValidationProblem Problem() => TypedResults.ValidationProblem(_errors, "The query is wrong in the parameters named under errors.");

    /// <summary>The metric's name.</summary>
    public string? Name(bool required)
    {
        var name = query["name"].ToString();
        if (name.Length == 0 && required) Fail("name", "The name of a metric is missing, e.g. name=host.cpu.percent.");
        return name.Length == 0 ? null : name;
    }

    /// <summary>The wanted labels.</summary>
    public IReadOnlyDictionary<string, string> Labels()
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, values) in query)
        {
            if (!key.StartsWith(LabelPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            if (values.Count == 1 && key.Length > LabelPrefix.Length) labels[key[LabelPrefix.Length..]] = values[0]!;
            else Fail(key, "A label is given once, as label.<name>=<value>.");
        }

        return labels;
    }

    /// <summary>A whole number.</summary>
    public int Integer(string key, int fallback, int least, int most)
    {
        var text = query[key].ToString();
        if (text.Length == 0) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Fail(key, $"'{text}' is not a whole number from {least} to {most}.");
        return fallback;
    }

    /// <summary>A chart query, or <c>null</c> after mistakes.</summary>
    public RangeQuery? Range(DateTimeOffset now, int pointLimit)
    {
        var name = Name(required: true);
        var labels = Labels();
        var to = Time("to") ?? now;
        var givenFrom = Time("from");
        var givenStep = Step();
        var from = givenFrom ?? to.AddHours(-1);
        if (from >= to) Fail("from", "The range is empty: from must be before to.");
        var step = givenStep ?? TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((to - from).TotalSeconds / DefaultSteps)));
        // A chart that moves with the clock keeps its steps where they were.
        if (givenFrom is null) from = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % step.Ticks), TimeSpan.Zero);
        if ((to - from) / step > pointLimit)
            Fail("step", $"The range would have more than {pointLimit} points (Status:Metrics:PointLimit): make the step longer or the range shorter.");
        var aggregate = Aggregate();
        return HasErrors ? null : new RangeQuery(name!, labels, new TimeWindow(from, to), step, aggregate);
    }

    private DateTimeOffset? Time(string key)
    {
        var text = query[key].ToString();
        if (text.Length == 0) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < LatestMilliseconds)
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        // A + in a query string arrives as a blank unless it was escaped.
        if (DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time.ToUnixTimeMilliseconds() is >= 0 and < LatestMilliseconds) return time;
        Fail(key, $"'{text}' is neither an ISO 8601 time nor Unix milliseconds.");
        return null;
    }

    private TimeSpan? Step()
    {
        var text = query["step"].ToString();
        if (text.Length == 0) return null;
        var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        var digits = seconds == 0 ? text : text[..^1];
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000)
            return TimeSpan.FromSeconds((long)number * Math.Max(seconds, 1));
        Fail("step", $"'{text}' is not a step such as 30s, 5m, 1h or 1d.");
        return null;
    }

    private MetricAggregate Aggregate()
    {
        var text = query["aggregate"].ToString();
        if (text.Length == 0) return MetricAggregate.Avg;
        if (char.IsAsciiLetter(text[0]) && Enum.TryParse<MetricAggregate>(text, ignoreCase: true, out var aggregate)) return aggregate;
        Fail("aggregate", $"'{text}' is none of {string.Join(", ", Enum.GetNames<MetricAggregate>()).ToLowerInvariant()}.");
        return MetricAggregate.Avg;
    }

    private void Fail(string key, string reason) => _errors.TryAdd(key, [reason]);
}
