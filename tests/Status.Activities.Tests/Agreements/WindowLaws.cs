using Status.Activities.Compliance;
using Status.Activities.Compliance.Windows;

namespace Status.Activities.Tests.Agreements;

/// <summary>Static windows tile the time line: no instant lies in two windows, none in no window, whatever the clocks do.</summary>
public sealed class WindowLaws
{
    private static readonly string[] _zones =
    [
        "UTC", "Europe/Madrid", "Europe/London", "Europe/Dublin", "Europe/Moscow", "Europe/Istanbul", "Atlantic/Azores", "America/New_York",
        "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo", "America/Caracas", "America/Santiago", "America/Havana", "America/Asuncion",
        "Africa/Casablanca", "Africa/Cairo", "Africa/Monrovia", "Asia/Tehran", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Amman",
        "Asia/Gaza", "Australia/Lord_Howe", "Australia/Adelaide", "Antarctica/Troll", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati",
        "Pacific/Norfolk",
    ];

    public static TheoryData<string> ZoneIds => [.. _zones];

    [Theory]
    [MemberData(nameof(ZoneIds))]
    public void StaticWindows_OverFortyYears_TileTheTimeLine(string zone)
    {
        foreach (var period in new[] { ControlPeriod.Daily, ControlPeriod.Weekly, ControlPeriod.Monthly, ControlPeriod.Quarterly, ControlPeriod.Yearly })
        {
            var calendar = new WindowCalendar(WindowTests.Rule(zone, period) with { Initial = new(1995, 1, 1) });
            var start = calendar.At(new(1995, 6, 1, 0, 0, 0, TimeSpan.Zero))!.Value.From;
            var until = new DateTimeOffset(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var previous = calendar.At(start)!.Value;
            while (previous.To < until)
            {
                var next = calendar.At(previous.To)!.Value;
                Assert.Equal(previous.To, next.From);
                Assert.True(next.Length > TimeSpan.Zero);
                Assert.Equal(next, calendar.At(next.To.AddTicks(-1)));
                previous = next;
            }
        }
    }

    [Theory]
    [MemberData(nameof(ZoneIds))]
    public void At_AnyInstant_ContainsItAndBeginsAtCivilMidnightOrRightAfterAGap(string zone)
    {
        Assert.True(CivilZone.TryFind(zone, out var civil, out _));
        var random = new Random(zone.Length + zone[0]);
        var daily = new WindowCalendar(WindowTests.Rule(zone, ControlPeriod.Daily) with { Initial = new(1990, 1, 1) });
        for (var i = 0; i < 500; i++)
        {
            var instant = new DateTimeOffset(1996, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.NextInt64(40L * 365 * 86400));
            var window = daily.At(instant)!.Value;
            Assert.True(window.Contains(instant));
            Assert.True(civil!.ToLocal(window.From).TimeOfDay == TimeSpan.Zero
                || civil.ToLocal(window.From) - civil.ToLocal(window.From.AddTicks(-1)) > TimeSpan.FromTicks(1));
            Assert.InRange(window.Length.TotalHours, 22, 26);
        }
    }

    [Fact]
    public void EndedIn_ConsecutiveCalls_ListEachWindowOnce()
    {
        foreach (var period in Enum.GetValues<ControlPeriod>())
        {
            var calendar = new WindowCalendar(WindowTests.Rule("Europe/Madrid", period));
            var random = new Random(7);
            var at = new DateTimeOffset(2026, 3, 27, 0, 0, 0, TimeSpan.Zero);
            var whole = calendar.EndedIn(at, at.AddDays(4), 10_000);
            var pieces = new List<TimeWindow>();
            for (var end = at.AddDays(4); at < end;)
            {
                var next = at.AddMinutes(random.Next(1, 600));
                if (next > end) next = end;
                pieces.AddRange(calendar.EndedIn(at, next, 10_000));
                at = next;
            }

            Assert.Equal(whole, pieces);
        }
    }
}
