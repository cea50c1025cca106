namespace Status.Workflows.Scheduling;

/// <summary>The civil times that exist twice when a clock is set back.</summary>
/// <param name="Start">First civil time that exists twice.</param>
/// <param name="End">First civil time after them.</param>
/// <param name="FirstOffset">Offset at the first occurrence.</param>
/// <param name="SecondOffset">Offset at the second.</param>
internal readonly record struct ClockOverlap(DateTime Start, DateTime End, TimeSpan FirstOffset, TimeSpan SecondOffset)
{
    /// <summary>The overlap that a civil time lies in; <c>null</c> when it exists once or not at all.</summary>
    /// <remarks>
    /// Decided by offsets alone: <see cref="TimeZoneInfo.IsAmbiguousTime(DateTime)"/> knows nothing of zones whose winter time is the exception (Morocco, Ireland).
    /// </remarks>
    public static ClockOverlap? Around(DateTime civil, TimeZoneInfo zone)
    {
        civil = civil.AddTicks(-(civil.Ticks % TimeSpan.TicksPerSecond));
        var (first, second) = Offsets(civil, zone);
        if (first is not { } before || second is not { } after) return null;
        var change = FindChange(Utc(civil - before), Utc(civil - after), before, zone);
        return new ClockOverlap(Civil(change + after), Civil(change + before), before, after);
    }

    /// <summary>
    /// The offsets that a civil time can have: none in a gap, one normally, two when it exists twice (the first occurrence first).
    /// </summary>
    public static (TimeSpan? First, TimeSpan? Second) Offsets(DateTime civil, TimeZoneInfo zone)
    {
        var asUtc = Utc(civil);
        TimeSpan? first = null;
        TimeSpan? second = null;
        foreach (var offset in (ReadOnlySpan<TimeSpan>)[zone.GetUtcOffset(asUtc.AddHours(-26)), zone.GetUtcOffset(asUtc), zone.GetUtcOffset(asUtc.AddHours(26))])
        {
            if (offset == first || offset == second || zone.GetUtcOffset(asUtc - offset) != offset) continue;
            if (first is null) first = offset;
            else second = offset;
        }

        return first < second ? (second, first) : (first, second);
    }

    /// <summary>The first moment after the gap that an invalid civil time lies in.</summary>
    public static DateTimeOffset EndOfGap(DateTime invalid, TimeZoneInfo zone)
    {
        // No gap is longer than a day (the longest skipped one date at the date line).
        var before = Utc(invalid) - TimeSpan.FromHours(38);
        var after = Utc(invalid) + TimeSpan.FromHours(38);
        var low = before;
        while (low < after)
        {
            var change = FindChange(low, after, zone.GetUtcOffset(low), zone);
            if (Civil(change + zone.GetUtcOffset(change)) > invalid) return new DateTimeOffset(change, TimeSpan.Zero);
            low = change;
        }

        throw new InvalidOperationException($"No clock change was found around {invalid:O} in {zone.Id}.");
    }

    /// <summary>The instant in (low, high] from which the offset is no longer <paramref name="offset"/>, to the second.</summary>
    private static DateTime FindChange(DateTime low, DateTime high, TimeSpan offset, TimeZoneInfo zone)
    {
        // Steps of an hour first: two changes may lie within the span, and bisection alone could find the later one.
        while (low.AddHours(1) < high && zone.GetUtcOffset(low.AddHours(1)) == offset) low = low.AddHours(1);
        if (low.AddHours(1) < high) high = low.AddHours(1);
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + TimeSpan.FromSeconds(Math.Floor((high - low).TotalSeconds / 2));
            if (zone.GetUtcOffset(middle) == offset) low = middle;
            else high = middle;
        }

        return high;
    }

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static DateTime Civil(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
}
