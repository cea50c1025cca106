namespace Status.Activities.Compliance.Windows;

/// <summary>
/// The civil time of an IANA zone. Only the direction instant → local time is asked of the platform, which is defined for every instant; the
/// other direction is derived from it, so that a gap, an overlap or a skipped day has one documented answer.
/// </summary>
public sealed class CivilZone
{
    private static readonly TimeSpan _margin = TimeSpan.FromHours(26);

    private readonly TimeZoneInfo _zone;

    private CivilZone(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Coordinated universal time.</summary>
    public static CivilZone Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>The zone's IANA id, e.g. <c>Europe/Madrid</c>.</summary>
    public string Id => _zone.Id;

    /// <summary>Finds a zone. On <c>false</c> <paramref name="problem"/> says whether the name is wrong or this machine has no zone data.</summary>
    public static bool TryFind(string? id, out CivilZone? zone, out string? problem) => TryFind(id, HasZoneData(), out zone, out problem);

    internal static bool TryFind(string? id, bool hasZoneData, out CivilZone? zone, out string? problem)
    {
        (zone, problem) = (null, null);
        if (id is "UTC" or "Etc/UTC" or "Z")
        {
            zone = Utc;
            return true;
        }

        if (!hasZoneData)
        {
            problem = "This machine has no time zone data, so only 'UTC' can be used; install the package 'tzdata' and restart.";
            return false;
        }

        // Windows names and file names that happen to lie beside the data are no IANA ids.
        if (!string.IsNullOrEmpty(id) && id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found))
        {
            zone = new(found);
            return true;
        }

        problem = $"'{Shorten(id)}' is not a time zone; use an IANA id such as 'Europe/Madrid' or 'UTC'.";
        return false;
    }

    /// <summary>The local time at an instant.</summary>
    public DateTime ToLocal(DateTimeOffset instant) => new(instant.UtcTicks + OffsetAt(instant.UtcTicks), DateTimeKind.Unspecified);

    /// <summary>
    /// The first instant at which the zone's clocks show <paramref name="local"/> or later: of an hour that occurs twice the first, for a time
    /// that is skipped the end of the gap.
    /// </summary>
    public DateTimeOffset ToInstant(DateTime local)
    {
        var before = Clamp(local.Ticks - _margin.Ticks);
        var after = Clamp(local.Ticks + _margin.Ticks);
        var (early, late) = (OffsetAt(before), OffsetAt(after));
        if (early == late) return At(local.Ticks - early);
        var change = FindChange(before, after, early);
        if (local.Ticks - early < change) return At(local.Ticks - early);
        return At(Math.Max(change, local.Ticks - late));
    }

    private static bool HasZoneData() => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);

    private static string Shorten(string? id) => id is { Length: > 64 } ? string.Concat(id.AsSpan(0, 64), "…") : id ?? "";

    private static long Clamp(long ticks) => Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);

    private static DateTimeOffset At(long utcTicks) => new(Clamp(utcTicks), TimeSpan.Zero);

    private long OffsetAt(long utcTicks) => _zone.GetUtcOffset(new DateTime(Clamp(utcTicks), DateTimeKind.Utc)).Ticks;

    private long FindChange(long low, long high, long early)
    {
        // Invariant: the offset at low is the early one, at high it is not.
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (OffsetAt(middle) == early) low = middle;
            else high = middle;
        }

        return high;
    }
}
