using System.Globalization;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Tests.Scheduling;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("0 0 12 * * ?", "2026-01-01T00:00:00", "2026-01-01T12:00:00")]
    [InlineData("*/10 * * * * *", "2026-01-01T00:00:05", "2026-01-01T00:00:10")]
    [InlineData("* * * * *", "2026-01-01T00:00:05", "2026-01-01T00:01:00")]
    [InlineData("0 0 0 L * *", "2026-02-01T00:00:00", "2026-02-28T00:00:00")]
    [InlineData("0 0 0 L-2 * *", "2026-02-01T00:00:00", "2026-02-26T00:00:00")]
    [InlineData("0 0 0 15W * *", "2026-08-01T00:00:00", "2026-08-14T00:00:00")]
    [InlineData("0 0 0 1W * *", "2026-08-01T00:00:00", "2026-08-03T00:00:00")]
    [InlineData("0 0 0 LW * *", "2026-05-01T00:00:00", "2026-05-29T00:00:00")]
    [InlineData("0 0 0 * * 5L", "2026-01-01T00:00:00", "2026-01-30T00:00:00")]
    [InlineData("0 0 0 * * MON#2", "2026-01-01T00:00:00", "2026-01-12T00:00:00")]
    [InlineData("0 0 0 * * 7", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("0 0 0 * * 0", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("0 0 0 * * FRI-MON", "2026-01-06T00:00:00", "2026-01-09T00:00:00")]
    [InlineData("0 0 22-2/2 * * *", "2026-01-01T00:00:00", "2026-01-01T02:00:00")]
    [InlineData("0 0 0 13 * FRI", "2026-01-01T00:00:00", "2026-02-13T00:00:00")]
    [InlineData("0 0 0 29 FEB *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 5/20 * * * *", "2026-01-01T00:06:00", "2026-01-01T00:25:00")]
    public void GetNextOccurrence_Utc_IsTheExpectedTime(string expression, string after, string expected) =>
        Assert.Equal(Utc(expected), CronExpression.Parse(expression).GetNextOccurrence(Utc(after), TimeZoneInfo.Utc));

    [Fact]
    public void GetNextOccurrence_DayThatNeverComes_IsNull() =>
        Assert.Null(CronExpression.Parse("0 0 0 30 2 *").GetNextOccurrence(Utc("2026-01-01T00:00:00"), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("", "this one has 0")]
    [InlineData("0 0 0 * *  * *", "this one has 7")]
    [InlineData("60 0 0 * * *", "second '60'")]
    [InlineData("0 0 24 * * *", "hour '24'")]
    [InlineData("0 0 0 32 * *", "day of month '32'")]
    [InlineData("0 0 0 * 13 *", "month '13'")]
    [InlineData("0 0 0 * * 8", "day of week '8'")]
    [InlineData("0 0 0 * * MON#6", "occurrence in the month '6'")]
    [InlineData("0 */0 * * * *", "step of the minute '0'")]
    [InlineData("0 a * * * *", "minute 'a'")]
    [InlineData("0 1,,2 * * * *", "minute ''")]
    public void TryParse_Malformed_SaysWhichFieldAndWhy(string expression, string part)
    {
        Assert.False(CronExpression.TryParse(expression, out _, out var problem));
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("0 30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("0 30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("0 */30 * * * *", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z")]
    public void GetNextOccurrence_ClockChangesInMadrid_HappensOnceOrAsOftenAsItRepeats(string expression, string after, string expected) =>
        Assert.Equal(Utc(expected), CronExpression.Parse(expression).GetNextOccurrence(Utc(after), TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid")));

    public static TheoryData<string> Zones => ["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham", "America/Havana", "Asia/Beirut", "UTC"];

    [Theory]
    [MemberData(nameof(Zones))]
    public void GetNextOccurrence_AroundEveryClockChange_AgreesWithMinuteByMinuteSearch(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        foreach (var (from, to) in Changes(zone, 2025, 2027))
        {
            foreach (var text in (string[])["0 30 2 * * *", "0 */15 * * * *", "0 0 0 * * *", "0 45 1 * * *", "0 0 1,2,3 * * *", "0 10 0-4 * * *", "0 15 2 * * SUN", "0 0 3 * * *"])
            {
                var cron = CronExpression.Parse(text);
                var expected = ByMinutes(text, cron, zone, from, to).ToList();
                var actual = new List<DateTimeOffset>();
                for (var at = cron.GetNextOccurrence(from.AddMinutes(-1), zone); at < to; at = cron.GetNextOccurrence(at.Value, zone)) actual.Add(at.Value);
                Assert.True(expected.SequenceEqual(actual), $"{text} in {zoneId} from {from:O}: expected {string.Join(' ', expected.Select(e => e.ToString("ddHHmm", CultureInfo.InvariantCulture)))}, was {string.Join(' ', actual.Select(e => e.ToString("ddHHmm", CultureInfo.InvariantCulture)))}");
            }
        }
    }

    /// <summary>The rule itself, applied to every minute: matches, or is the first minute after a gap in which a minute would have matched.</summary>
    private static IEnumerable<DateTimeOffset> ByMinutes(string text, CronExpression cron, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var repeats = string.Join(' ', text.Split(' ')[..3]).IndexOfAny(['*', '-', '/']) >= 0;
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(at, zone);
            var before = TimeZoneInfo.ConvertTime(at.AddMinutes(-1), zone);
            var secondTime = Enumerable.Range(1, 24 * 4).Any(q => TimeZoneInfo.ConvertTime(at.AddMinutes(-15 * q), zone).DateTime == local.DateTime);
            var skipped = local.DateTime - before.DateTime;
            var minutes = skipped > TimeSpan.FromMinutes(1) ? (int)skipped.TotalMinutes : 1;
            var hit = Enumerable.Range(0, minutes).Any(m => Matches(cron, local.DateTime.AddMinutes(-m)));
            if (hit && (repeats || !secondTime)) yield return at.ToUniversalTime();
        }
    }

    private static bool Matches(CronExpression cron, DateTime civil)
    {
        var asUtc = new DateTimeOffset(civil, TimeSpan.Zero);
        return cron.GetNextOccurrence(asUtc.AddSeconds(-1), TimeZoneInfo.Utc) == asUtc;
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Changes(TimeZoneInfo zone, int firstYear, int lastYear)
    {
        var found = false;
        for (var at = Utc($"{firstYear}-01-01T00:00:00"); at.Year <= lastYear; at = at.AddHours(1))
        {
            if (zone.GetUtcOffset(at) == zone.GetUtcOffset(at.AddHours(-1))) continue;
            found = true;
            yield return (at.AddHours(-30), at.AddHours(30));
        }

        if (!found) yield return (Utc($"{firstYear}-06-01T00:00:00"), Utc($"{firstYear}-06-03T00:00:00"));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();
}
