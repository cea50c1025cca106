using System.Globalization;
using Status.Workflows.Expressions.JavaScript;

namespace Status.Workflows.Execution;

/// <summary>The few types of .NET that Elsa's scripts know by name, as far as they can be offered without giving scripts .NET: what makes values, nothing that acts.</summary>
internal static class ScriptTypes
{
    private static readonly Dictionary<string, HostFunction> _guid = new(StringComparer.Ordinal)
    {
        ["NewGuid"] = static call => call.Host.NextId().ToString(),
        ["Parse"] = static call => Guid.TryParse(call.Text(0), out var id) ? id.ToString() : throw new ScriptFaultException($"'{call.Text(0)}' is not a GUID."),
    };

    private static readonly Dictionary<string, HostFunction> _span = new(StringComparer.Ordinal)
    {
        ["FromDays"] = static call => Span(call, TimeSpan.TicksPerDay),
        ["FromHours"] = static call => Span(call, TimeSpan.TicksPerHour),
        ["FromMinutes"] = static call => Span(call, TimeSpan.TicksPerMinute),
        ["FromSeconds"] = static call => Span(call, TimeSpan.TicksPerSecond),
        ["FromMilliseconds"] = static call => Span(call, TimeSpan.TicksPerMillisecond),
        ["Parse"] = static call => TimeSpan.TryParse(call.Text(0), CultureInfo.InvariantCulture, out var span) ? span : throw new ScriptFaultException($"'{call.Text(0)}' is no duration such as 1.02:30:00."),
    };

    private static readonly Dictionary<string, HostFunction> _time = new(StringComparer.Ordinal)
    {
        ["Parse"] = static call => DateTimeOffset.TryParse(call.Text(0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new ScriptFaultException($"'{call.Text(0)}' is no time."),
    };

    /// <summary>The types by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["DateTime", "DateTimeOffset", "Guid", "TimeSpan"];

    /// <summary>A type by name; <c>null</c> for all other names.</summary>
    public static HostObject? Find(string name, ScriptHost host) => name switch
    {
        "Guid" => new TypeObject(_guid, member => member == "Empty" ? Guid.Empty.ToString() : null),
        "TimeSpan" => new TypeObject(_span, member => member == "Zero" ? TimeSpan.Zero : null),
        "DateTime" or "DateTimeOffset" => new TypeObject(_time, member => member switch
        {
            "UtcNow" or "Now" => host.Now,
            "Today" => Today(host),
            "UnixEpoch" => DateTimeOffset.UnixEpoch,
            _ => null,
        }),
        _ => null,
    };

    /// <summary>Midnight of the day that it is in the workflow's zone.</summary>
    private static DateTimeOffset Today(ScriptHost host)
    {
        var day = TimeZoneInfo.ConvertTime(host.Now, host.Zone).Date;
        return new DateTimeOffset(day, host.Zone.GetUtcOffset(day));
    }

    private static object Span(ScriptCall call, long ticks)
    {
        var value = call[0] is double number && double.IsFinite(number) ? number * ticks : throw new ScriptFaultException("The argument must be a number.");
        return Math.Abs(value) < long.MaxValue ? TimeSpan.FromTicks((long)value) : throw new ScriptFaultException("The duration is too long.");
    }

    private sealed class TypeObject(Dictionary<string, HostFunction> functions, Func<string, object?> values) : HostObject
    {
        public override IEnumerable<string> Keys => functions.Keys;

        public override bool TryGet(string name, out object? value)
        {
            value = functions.TryGetValue(name, out var function) ? function : values(name);
            return value is not null;
        }
    }
}
