using Status.Workflows.Scheduling;

namespace Status.Workflows.Tests.Scheduling;

/// <summary>
/// Cron against a model that knows nothing of it: a walk over three years in steps of five minutes, on which all its times fall (around clock changes every second), that asks the zone what the wall clock shows. At a change, a
/// skipped time happens at the first moment after it; a time that comes twice happens once, the first time, unless the time fields repeat.
/// </summary>
public sealed class CronModelTests
{
    private static readonly DateTime _from = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime _to = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly (string Cron, bool Repeats, Func<DateTime, bool> Matches)[] _cases =
    [
        ("0 30 2 * * *", false, t => t is { Hour: 2, Minute: 30 }),
        ("0 0 0 * * *", false, t => t is { Hour: 0, Minute: 0 }),
        ("0 15 1,3 * * MON-FRI", false, t => t is { Hour: 1 or 3, Minute: 15, DayOfWeek: not (DayOfWeek.Saturday or DayOfWeek.Sunday) }),
        ("0 30 * * * *", true, t => t.Minute == 30),
        ("0 5/20 0-3 * * *", true, t => t.Hour <= 3 && t.Minute % 20 == 5),
        ("0 0 1 L * *", false, t => t is { Hour: 1, Minute: 0 } && t.AddDays(1).Day == 1),
        ("0 45 2 8-14 * 0", false, t => t is { Hour: 2, Minute: 45, Day: >= 8 and <= 14, DayOfWeek: DayOfWeek.Sunday }),
        ("0 0 3 * MAR,OCT 7L", false, t => t is { Hour: 3, Minute: 0, Month: 3 or 10, DayOfWeek: DayOfWeek.Sunday } && t.AddDays(7).Month != t.Month),
        ("0 55 23 ? * FRI#2", false, t => t is { Hour: 23, Minute: 55, DayOfWeek: DayOfWeek.Friday, Day: >= 8 and <= 14 }),
    ];

    public static TheoryData<string> Zones { get; } =
    [
        "UTC", "Europe/Madrid", "Europe/London", "Europe/Dublin", "Europe/Chisinau", "Africa/Casablanca", "Africa/Cairo", "America/New_York", "America/Los_Angeles", "America/Mexico_City",
        "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion", "America/Sao_Paulo", "America/Nuuk", "America/Scoresbysund", "Asia/Jerusalem", "Asia/Beirut", "Asia/Gaza",
        "Asia/Amman", "Asia/Tehran", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Almaty", "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll",
    ];

    [Theory]
    [MemberData(nameof(Zones))]
    public void GetNextOccurrence_ThreeYears_IsWhatTheWallClockShows(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var expected = Walk(zone, _from, _to, TimeSpan.FromMinutes(5), [.. _cases.Select(c => (c.Repeats, c.Matches))]);
        for (var i = 0; i < _cases.Length; i++) AssertSame(_cases[i].Cron, zone, expected[i], _from, _to);
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void GetNextOccurrence_SecondsAroundEveryClockChange_AreWhatTheWallClockShows(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        foreach (var change in Changes(zone))
        {
            var (from, to) = (change.AddHours(-2), change.AddHours(3));
            var expected = Walk(zone, from, to, TimeSpan.FromSeconds(1), [(true, t => t.Second % 20 == 0), (false, t => t is { Minute: 30, Hour: 1, Second: 15 } or { Minute: 30, Hour: 2, Second: 15 })]);
            AssertSame("*/20 * * * * *", zone, expected[0], from, to);
            AssertSame("15 30 1,2 * * *", zone, expected[1], from, to);
        }
    }

    [Fact]
    public void Zones_OfTheModel_AreThirtyAndMostChangeTheirClocks()
    {
        var ids = ((IEnumerable<object[]>)Zones).Select(row => (string)row[0]).ToList();
        Assert.True(ids.Count >= 30);
        Assert.True(ids.Count(id => Changes(TimeZoneInfo.FindSystemTimeZoneById(id)).Any()) >= 24);
    }

    private static void AssertSame(string cron, TimeZoneInfo zone, List<DateTime> expected, DateTime from, DateTime to)
    {
        var expression = CronExpression.Parse(cron);
        var at = new DateTimeOffset(from.AddTicks(-1));
        foreach (var time in expected)
        {
            var next = expression.GetNextOccurrence(at, zone);
            Assert.True(next?.UtcDateTime == time, $"{cron} in {zone.Id} after {at:O}: {next:O}, the wall clock says {time:O}");
            at = new DateTimeOffset(time);
        }

        Assert.True(expression.GetNextOccurrence(at, zone) is not { } more || more.UtcDateTime >= to, $"{cron} in {zone.Id} has a time too many after {at:O}");
    }

    private static List<DateTime>[] Walk(TimeZoneInfo zone, DateTime from, DateTime to, TimeSpan step, (bool Repeats, Func<DateTime, bool> Matches)[] cases)
    {
        var found = cases.Select(_ => new List<DateTime>()).ToArray();
        // What came before matters: the walk may begin in the middle of a repetition, so it starts a day early.
        var before = zone.GetUtcOffset(from.AddDays(-1));
        var repeatedUntil = DateTime.MinValue;
        for (var utc = from.AddDays(-1); utc < to; utc += step)
        {
            // No zone of these years changes its offset but at full minutes.
            var offset = utc.Second == 0 ? zone.GetUtcOffset(utc) : before;
            var civil = utc + offset;
            if (offset < before) repeatedUntil = utc + before;
            for (var i = 0; i < cases.Length; i++)
            {
                var happens = cases[i].Matches(civil) && (cases[i].Repeats || civil >= repeatedUntil);
                for (var skipped = utc + before; !happens && skipped < civil; skipped += step) happens = cases[i].Matches(skipped);
                if (happens && utc >= from) found[i].Add(utc);
            }

            before = offset;
        }

        return found;
    }

    private static IEnumerable<DateTime> Changes(TimeZoneInfo zone)
    {
        var before = zone.GetUtcOffset(_from);
        for (var utc = _from; utc < _to; utc = utc.AddMinutes(15))
        {
            var offset = zone.GetUtcOffset(utc);
            if (offset != before) yield return utc;
            before = offset;
        }
    }
}
