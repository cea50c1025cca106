using Microsoft.Extensions.Options;
using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Metrics;

/// <summary>What the activities of this slice read alike. Every message says what a designer must change.</summary>
internal static class MetricInputs
{
    /// <summary>A metric's name.</summary>
    public static string Name(string? name, string input) =>
        string.IsNullOrWhiteSpace(name) ? throw new InvalidOperationException($"{input} is empty: name a metric, e.g. host.cpu.percent.") : name.Trim();

    /// <summary>Labels out of an object; numbers and truth values take their JSON text, empty ones are left out.</summary>
    public static IReadOnlyDictionary<string, string> Labels(object? value) => value switch
    {
        null => new Dictionary<string, string>(),
        string { Length: 0 } => new Dictionary<string, string>(),
        string json => Labels(DataJson.Parse(json)),
        IReadOnlyDictionary<string, object?> members => members
            .Where(member => member.Value is not (null or ""))
            .ToDictionary(member => member.Key, member => member.Value as string ?? DataJson.ToJson(member.Value), StringComparer.Ordinal),
        _ => throw new InvalidOperationException("Labels is not an object of texts, e.g. {\"host\": \"web-1\"}."),
    };

    /// <summary>An aggregate by its name; Avg when empty.</summary>
    public static MetricAggregate Aggregate(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return MetricAggregate.Avg;
        return char.IsAsciiLetter(name.Trim()[0]) && Enum.TryParse<MetricAggregate>(name.Trim(), ignoreCase: true, out var aggregate)
            ? aggregate
            : throw new InvalidOperationException($"Aggregate is '{name}': choose one of {string.Join(", ", Enum.GetNames<MetricAggregate>())}.");
    }

    /// <summary>A condition such as <c>&lt;= 500</c>; none when empty.</summary>
    public static MetricCondition? Good(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return ConditionText.TryParse(text, out MetricCondition? condition)
            ? condition
            : throw new InvalidOperationException($"Good is '{text}': write a comparison and a number, e.g. <= 500.");
    }

    /// <summary>The slice's options.</summary>
    public static MetricsOptions Options(ActivityExecutionContext context) => context.GetRequiredService<IOptions<MetricsOptions>>().Value;
}
