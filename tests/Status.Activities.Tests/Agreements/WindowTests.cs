using System.Globalization;
using Status.Activities.Compliance;
using Status.Activities.Compliance.Windows;

namespace Status.Activities.Tests.Agreements;

public sealed class WindowTests
{
    [Theory]
    [InlineData("Europe/Madrid", "2026-03-29T12:00:00Z", 23)]
    [InlineData("Europe/Madrid", "2026-03-30T12:00:00Z", 24)]
    [InlineData("Europe/Madrid", "2026-10-25T12:00:00Z", 25)]
    [InlineData("America/New_York", "2026-03-08T16:00:00Z", 23)]
    [InlineData("America/New_York", "2026-11-01T16:00:00Z", 25)]
    [InlineData("Australia/Lord_Howe", "2026-04-05T06:00:00Z", 24.5)]
    [InlineData("Australia/Lord_Howe", "2026-10-04T06:00:00Z", 23.5)]
    [InlineData("Asia/Kathmandu", "2026-03-29T12:00:00Z", 24)]
    [InlineData("America/Sao_Paulo", "2018-11-04T12:00:00Z", 23)] // midnight itself is skipped
    [InlineData("Africa/Cairo", "2023-10-27T02:00:00Z", 24)]
    public void Daily_WhereClocksChange_HasTheHoursOfTheCivilDay(string zone, string at, double hours)
    {
        var window = Calendar(zone, ControlPeriod.Daily).At(Instant(at))!.Value;
        Assert.Equal(TimeSpan.FromHours(hours), window.Length);
        Assert.True(window.Contains(Instant(at)));
    }

    [Fact]
    public void Daily_SkippedDayOfSamoa_LeavesNoEmptyWindow()
    {
        var calendar = Calendar("Pacific/Apia", ControlPeriod.Daily);
        var before = calendar.At(Instant("2011-12-30T09:59:59Z"))!.Value;
        var after = calendar.At(Instant("2011-12-30T10:00:00Z"))!.Value;
        Assert.Equal(before.To, after.From);
        Assert.Equal(TimeSpan.FromHours(24), before.Length);
        Assert.Equal(TimeSpan.FromHours(24), after.Length);
        Assert.Equal([before, after], calendar.EndedIn(before.From, after.To, 10));
    }

    [Theory]
    [InlineData(ControlPeriod.Minutely, "2026-05-17T10:23:00Z", "2026-05-17T10:24:00Z")]
    [InlineData(ControlPeriod.Hourly, "2026-05-17T10:00:00Z", "2026-05-17T11:00:00Z")]
    [InlineData(ControlPeriod.Daily, "2026-05-16T22:00:00Z", "2026-05-17T22:00:00Z")]
    [InlineData(ControlPeriod.Weekly, "2026-05-15T22:00:00Z", "2026-05-22T22:00:00Z")]
    [InlineData(ControlPeriod.Monthly, "2026-04-30T22:00:00Z", "2026-05-31T22:00:00Z")]
    [InlineData(ControlPeriod.Quarterly, "2026-03-31T22:00:00Z", "2026-06-30T22:00:00Z")]
    [InlineData(ControlPeriod.Yearly, "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z")]
    public void At_StaticPeriod_IsTheCivilPeriodAroundTheInstant(ControlPeriod period, string from, string to) =>
        Assert.Equal(new TimeWindow(Instant(from), Instant(to)), Calendar("Europe/Madrid", period).At(Instant("2026-05-17T10:23:45Z")));

    [Theory]
    [InlineData(ControlPeriod.Minutely, 5, "2026-03-29T09:55:00Z")]
    [InlineData(ControlPeriod.Hourly, 1, "2026-03-29T09:00:00Z")]
    [InlineData(ControlPeriod.Daily, 1, "2026-03-28T11:00:00Z")]
    [InlineData(ControlPeriod.Monthly, 1, "2026-02-28T11:00:00Z")]
    public void At_DynamicPeriod_EndsAtTheInstantAndReachesBackInCivilTime(ControlPeriod period, int length, string from) =>
        Assert.Equal(
            new TimeWindow(Instant(from), Instant("2026-03-29T10:00:00Z")),
            new WindowCalendar(Rule("Europe/Madrid", period) with { IsStatic = false, Length = length }).At(Instant("2026-03-29T10:00:00Z")));

    [Fact]
    public void Monthly_FromThe31st_KeepsThe31stWhereThereIsOne()
    {
        var calendar = new WindowCalendar(Rule("UTC", ControlPeriod.Monthly) with { Initial = new(2026, 1, 31) });
        var ends = calendar.EndedIn(Instant("2026-01-31T00:00:00Z"), Instant("2026-06-01T00:00:00Z"), 10).Select(window => $"{window.To:MM-dd}");
        Assert.Equal(["02-28", "03-31", "04-30", "05-31"], ends);
    }

    [Fact]
    public void At_BeforeInitialOrFromTheEndOn_IsNothing()
    {
        var calendar = new WindowCalendar(Rule("UTC", ControlPeriod.Daily) with { End = Instant("2026-06-01T00:00:00Z") });
        Assert.Null(calendar.At(Instant("2021-12-31T23:59:59Z")));
        Assert.NotNull(calendar.At(Instant("2022-01-01T00:00:00Z")));
        Assert.Null(calendar.At(Instant("2026-06-01T00:00:00Z")));
        Assert.Equal(Instant("2026-06-01T00:00:00Z"), calendar.EndedIn(Instant("2026-05-01T00:00:00Z"), Instant("2026-07-01T00:00:00Z"), 100)[^1].To);
    }

    [Fact]
    public void EndedIn_MoreThanAsked_KeepsTheLatest()
    {
        var windows = Calendar("UTC", ControlPeriod.Hourly).EndedIn(Instant("2026-01-01T00:00:00Z"), Instant("2026-01-02T00:30:00Z"), 3);
        Assert.Equal(["22", "23", "00"], windows.Select(window => $"{window.To:HH}"));
    }

    [Fact]
    public void ToInstant_GapAndOverlap_TakeTheFirstInstantNotBefore()
    {
        Assert.True(CivilZone.TryFind("Europe/Madrid", out var zone, out _));
        Assert.Equal(Instant("2026-03-29T01:00:00Z"), zone!.ToInstant(new DateTime(2026, 3, 29, 2, 30, 0)));
        Assert.Equal(Instant("2026-10-25T00:30:00Z"), zone.ToInstant(new DateTime(2026, 10, 25, 2, 30, 0)));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("../../etc/passwd")]
    [InlineData("W. Europe Standard Time")]
    public void TryFind_NoZone_NamesTheFix(string? id)
    {
        Assert.False(CivilZone.TryFind(id, out _, out var problem));
        Assert.Contains("IANA", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryFind_WithoutZoneData_AsksForThePackage()
    {
        Assert.False(CivilZone.TryFind("Europe/Madrid", hasZoneData: false, out _, out var problem));
        Assert.Contains("tzdata", problem, StringComparison.Ordinal);
        Assert.True(CivilZone.TryFind("UTC", hasZoneData: false, out _, out _));
    }

    internal static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    internal static WindowRule Rule(string zoneId, ControlPeriod period)
    {
        Assert.True(CivilZone.TryFind(zoneId, out var zone, out var problem), problem);
        return new() { IsStatic = true, Period = period, Initial = new(2022, 1, 1), Zone = zone! };
    }

    private static WindowCalendar Calendar(string zoneId, ControlPeriod period) =>
        new(Rule(zoneId, period) with { Initial = new(period == ControlPeriod.Daily ? 2000 : 2022, 1, 1) });
}
