using Status.Activities.Compliance;
using Status.Activities.Compliance.Windows;

namespace Status.Activities.Registry.Controls;

/// <summary>Decides which controls are due: those whose last complete window was not computed yet.</summary>
public static class DueControls
{
    private static readonly DateTime _firstWindow = new(2022, 1, 1);

    /// <summary>The due ones among <paramref name="controls"/>.</summary>
    /// <param name="controls">What there is.</param>
    /// <param name="at">Now.</param>
    /// <param name="force">Take those too that were computed already.</param>
    public static IReadOnlyList<DueControl> Choose(IReadOnlyList<ScheduledControl> controls, DateTimeOffset at, bool force)
    {
        var due = new List<DueControl>();
        foreach (var scheduled in controls)
        {
            if (LastWindow(scheduled, at) is not { } window) continue;
            if (force || scheduled.ComputedUntil is null || scheduled.ComputedUntil < window.To) due.Add(new(scheduled, window));
        }

        return due;
    }

    /// <summary>From when on a control is due: <paramref name="at"/> when it is already, else the end of the window that is open; <c>null</c> when never again.</summary>
    public static DateTimeOffset? DueAt(ScheduledControl scheduled, DateTimeOffset at)
    {
        if (Choose([scheduled], at, force: false).Count > 0) return at;
        var open = Calendar(scheduled).At(scheduled.ValidFrom > at ? scheduled.ValidFrom.Value : at);
        return open is not { } window || scheduled.ValidUntil <= window.From ? null : window.To;
    }

    private static WindowCalendar Calendar(ScheduledControl scheduled)
    {
        var zone = CivilZone.TryFind(scheduled.Control.TimeZone, out var found, out _) ? found! : CivilZone.Utc;
        return new WindowCalendar(new() { IsStatic = true, Period = scheduled.Control.Period, Initial = _firstWindow, Zone = zone });
    }

    private static TimeWindow? LastWindow(ScheduledControl scheduled, DateTimeOffset at)
    {
        var calendar = Calendar(scheduled);
        if (scheduled.ValidFrom > at || calendar.EndedIn(DateTimeOffset.MinValue, at, 1) is not [var window]) return null;
        // A control that ended during or before the window has nothing more to say; one that begins inside it looks at its part.
        if (scheduled.ValidUntil <= window.From || scheduled.ValidFrom >= window.To) return null;
        return scheduled.ValidFrom > window.From ? window with { From = scheduled.ValidFrom.Value } : window;
    }
}
