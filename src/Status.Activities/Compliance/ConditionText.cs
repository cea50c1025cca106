using System.Globalization;

namespace Status.Activities.Compliance;

/// <summary>The texts of conditions and comparisons in agreements, controls and activities: <c>&lt;= 500</c>, <c>&gt;=</c>.</summary>
public static class ConditionText
{
    /// <summary>Reads a comparison and a number. <c>false</c> when either is missing or the number is not finite.</summary>
    public static bool TryParse(string? text, out MetricCondition? condition)
    {
        condition = null;
        var trimmed = (text ?? "").Trim();
        var length = trimmed.Length > 1 && trimmed[1] == '=' ? 2 : 1;
        if (trimmed.Length <= length || !TryParse(trimmed[..length], out Comparison comparison)) return false;
        if (!double.TryParse(trimmed[length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) || !double.IsFinite(threshold)) return false;
        condition = new(comparison, threshold);
        return true;
    }

    /// <summary>Reads a comparison sign.</summary>
    public static bool TryParse(string? sign, out Comparison comparison)
    {
        (comparison, var known) = sign?.Trim() switch
        {
            ">=" => (Comparison.GreaterOrEqual, true),
            "<=" => (Comparison.LessOrEqual, true),
            ">" => (Comparison.Greater, true),
            "<" => (Comparison.Less, true),
            "==" => (Comparison.Equal, true),
            "!=" => (Comparison.NotEqual, true),
            _ => (Comparison.Equal, false),
        };
        return known;
    }

    /// <summary>The sign of a comparison.</summary>
    public static string ToText(this Comparison comparison) => comparison switch
    {
        Comparison.GreaterOrEqual => ">=",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.Less => "<",
        Comparison.Equal => "==",
        _ => "!=",
    };
}
