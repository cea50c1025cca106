namespace Status.Activities.Compliance;

/// <summary>The words for a <see cref="ControlPeriod"/>: upstream's upper-case enum for controls, lower-case periods in agreements, both read anywhere.</summary>
public static class ControlPeriodText
{
    /// <summary>Reads a period regardless of case, with <c>ANNUALLY</c>, <c>ANNUAL</c> and <c>YEARLY</c> as one.</summary>
    public static bool TryParse(string? text, out ControlPeriod period)
    {
        (period, var known) = text?.ToUpperInvariant() switch
        {
            "MINUTELY" => (ControlPeriod.Minutely, true),
            "HOURLY" => (ControlPeriod.Hourly, true),
            "DAILY" => (ControlPeriod.Daily, true),
            "WEEKLY" => (ControlPeriod.Weekly, true),
            "MONTHLY" => (ControlPeriod.Monthly, true),
            "QUARTERLY" => (ControlPeriod.Quarterly, true),
            "ANNUALLY" or "ANNUAL" or "YEARLY" => (ControlPeriod.Yearly, true),
            _ => (ControlPeriod.Monthly, false),
        };
        return known;
    }

    /// <summary>The word in a control (<c>HOURLY</c> … <c>ANNUALLY</c>).</summary>
    public static string ToControlText(this ControlPeriod period) =>
        period == ControlPeriod.Yearly ? "ANNUALLY" : period.ToString().ToUpperInvariant();

    /// <summary>The word in an agreement's window (<c>hourly</c> … <c>yearly</c>).</summary>
    public static string ToWindowText(this ControlPeriod period) => period switch
    {
        ControlPeriod.Minutely => "minutely",
        ControlPeriod.Hourly => "hourly",
        ControlPeriod.Daily => "daily",
        ControlPeriod.Weekly => "weekly",
        ControlPeriod.Quarterly => "quarterly",
        ControlPeriod.Yearly => "yearly",
        _ => "monthly",
    };
}
