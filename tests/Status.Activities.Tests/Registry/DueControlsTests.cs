using System.Globalization;
using Status.Activities.Compliance;
using Status.Activities.Registry.Controls;

namespace Status.Activities.Tests.Registry;

public sealed class DueControlsTests
{
    private static readonly DateTimeOffset _now = Instant("2026-05-17T10:23:45Z");

    [Fact]
    public void Choose_NeverComputed_IsDueForItsLastCompleteWindow()
    {
        var due = Assert.Single(DueControls.Choose([Scheduled(ControlPeriod.Daily, "Europe/Madrid")], _now, force: false));
        Assert.Equal(new TimeWindow(Instant("2026-05-15T22:00:00Z"), Instant("2026-05-16T22:00:00Z")), due.Window);
    }

    [Theory]
    [InlineData("2026-05-17T10:23:00Z", 0)]
    [InlineData("2026-05-17T10:22:00Z", 1)]
    public void Choose_ComputedUntil_DecidesWhetherItIsDueAgain(string computedUntil, int expected)
    {
        var scheduled = Scheduled(ControlPeriod.Minutely) with { ComputedUntil = Instant(computedUntil) };
        Assert.Equal(expected, DueControls.Choose([scheduled], _now, force: false).Count);
        Assert.Single(DueControls.Choose([scheduled], _now, force: true));
    }

    [Fact]
    public void Choose_OutsideItsValidity_IsNotDueEvenWhenForced()
    {
        Assert.Empty(DueControls.Choose([Scheduled(ControlPeriod.Hourly) with { ValidFrom = _now.AddHours(1) }], _now, force: true));
        Assert.Empty(DueControls.Choose([Scheduled(ControlPeriod.Hourly) with { ValidUntil = Instant("2026-05-17T09:00:00Z") }], _now, force: true));
    }

    [Fact]
    public void Choose_BeginsInsideTheWindow_LooksAtItsPart()
    {
        var begin = Instant("2026-05-17T09:30:00Z");
        var due = Assert.Single(DueControls.Choose([Scheduled(ControlPeriod.Hourly) with { ValidFrom = begin }], _now, force: false));
        Assert.Equal(new TimeWindow(begin, Instant("2026-05-17T10:00:00Z")), due.Window);
    }

    private static ScheduledControl Scheduled(ControlPeriod period, string zone = "UTC") =>
        new(new("1", "Control", "1", period, zone, [], "control-metric"), Scope.Empty, "agreement", null, null, null);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
