using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Members of a host's time span.</summary>
internal static class Spans
{
    public static DataValue Get(TimeSpan span, string name) => name switch
    {
        "totalMilliseconds" => DataValue.Of(span.TotalMilliseconds),
        "totalSeconds" => DataValue.Of(span.TotalSeconds),
        "totalMinutes" => DataValue.Of(span.TotalMinutes),
        "totalHours" => DataValue.Of(span.TotalHours),
        "totalDays" => DataValue.Of(span.TotalDays),
        _ => default,
    };
}
