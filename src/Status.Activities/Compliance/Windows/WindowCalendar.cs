namespace Status.Activities.Compliance.Windows;

/// <summary>
/// Places the windows of a rule on the time line. Days and longer periods follow the civil calendar: a day has 23 or 25 hours where the clocks change,
/// a month its own length, and the 31st becomes the last day of a shorter month. Hours and minutes are elapsed time.
/// Static windows tile the time line: each begins where the one before it ends, none is empty.
/// </summary>
public sealed class WindowCalendar(WindowRule rule)
{
    private readonly DateTimeOffset _start = rule.Zone.ToInstant(rule.Initial);

    /// <summary>
    /// The window to evaluate at an instant: the static window that contains it (still open, unless the instant is its start), or the dynamic one that ends
    /// at it. <c>null</c> before the first window and from the rule's end on.
    /// </summary>
    public TimeWindow? At(DateTimeOffset instant)
    {
        if (rule.End is { } end && instant >= end) return null;
        if (!rule.IsStatic) return new(Rolling(instant), instant.ToUniversalTime());
        return instant < _start ? null : WindowAt(instant);
    }

    /// <summary>
    /// The static windows that ended in (<paramref name="after"/>, <paramref name="until"/>], oldest first; when there are more than
    /// <paramref name="most"/>, the latest of them. Dynamic rules have none.
    /// </summary>
    public IReadOnlyList<TimeWindow> EndedIn(DateTimeOffset after, DateTimeOffset until, int most)
    {
        if (!rule.IsStatic || until <= _start) return [];
        if (rule.End is { } end && until > end) until = end;
        var found = new List<TimeWindow>();
        // Walk backwards from the window that contains the last instant: the latest are the ones to keep.
        var window = WindowAt(until);
        if (window.To > until)
        {
            if (window.From <= _start) return [];
            window = WindowAt(window.From.AddTicks(-1));
        }

        while (window.To > after && found.Count < most)
        {
            found.Add(window);
            if (window.From <= _start) break;
            window = WindowAt(window.From.AddTicks(-1));
        }

        found.Reverse();
        return found;
    }

    private TimeWindow WindowAt(DateTimeOffset instant)
    {
        var index = Estimate(instant);
        var from = Boundary(index);
        while (from > instant) from = Boundary(--index);
        var to = Boundary(index + 1);
        while (to <= instant)
        {
            from = to;
            to = Boundary(++index + 1);
        }

        return new(from, to);
    }

    private long Estimate(DateTimeOffset instant)
    {
        if (Elapsed(rule.Period) is { } unit) return (instant.UtcTicks - _start.UtcTicks) / (unit.Ticks * rule.Length);
        var local = rule.Zone.ToLocal(instant);
        var units = rule.Period switch
        {
            ControlPeriod.Daily => (local - rule.Initial).Ticks / TimeSpan.TicksPerDay,
            ControlPeriod.Weekly => (local - rule.Initial).Ticks / (7 * TimeSpan.TicksPerDay),
            _ => (((local.Year - rule.Initial.Year) * 12) + local.Month - rule.Initial.Month) / Months(rule.Period),
        };
        return units / rule.Length;
    }

    /// <summary>Counted from the initial instant each time: adding month after month would turn the 31st into the 28th for ever.</summary>
    private DateTimeOffset Boundary(long index)
    {
        var units = index * rule.Length;
        if (Elapsed(rule.Period) is { } unit) return _start.AddTicks(unit.Ticks * units);
        return rule.Zone.ToInstant(rule.Period switch
        {
            ControlPeriod.Daily => rule.Initial.AddDays(units),
            ControlPeriod.Weekly => rule.Initial.AddDays(7 * units),
            _ => rule.Initial.AddMonths((int)units * Months(rule.Period)),
        });
    }

    private DateTimeOffset Rolling(DateTimeOffset instant)
    {
        if (Elapsed(rule.Period) is { } unit) return instant.ToUniversalTime().AddTicks(-unit.Ticks * rule.Length);
        var local = rule.Zone.ToLocal(instant);
        return rule.Zone.ToInstant(rule.Period switch
        {
            ControlPeriod.Daily => local.AddDays(-rule.Length),
            ControlPeriod.Weekly => local.AddDays(-7 * rule.Length),
            _ => local.AddMonths(-rule.Length * Months(rule.Period)),
        });
    }

    private static TimeSpan? Elapsed(ControlPeriod period) => period switch
    {
        ControlPeriod.Minutely => TimeSpan.FromMinutes(1),
        ControlPeriod.Hourly => TimeSpan.FromHours(1),
        _ => null,
    };

    private static int Months(ControlPeriod period) => period switch
    {
        ControlPeriod.Quarterly => 3,
        ControlPeriod.Yearly => 12,
        _ => 1,
    };
}
