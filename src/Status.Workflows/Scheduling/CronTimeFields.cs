namespace Status.Workflows.Scheduling;

/// <summary>Second, minute and hour of a cron expression as bit sets.</summary>
internal sealed record CronTimeFields(ulong Seconds, ulong Minutes, ulong Hours, bool Repeats)
{
    /// <summary>Reads the first three fields.</summary>
    public static CronTimeFields Parse(string[] fields) => new(
        CronField.Parse(fields[0], "second", 0, 59),
        CronField.Parse(fields[1], "minute", 0, 59),
        CronField.Parse(fields[2], "hour", 0, 23),
        fields[..3].Any(f => f.AsSpan().ContainsAny('*', '-', '/')));

    /// <summary>The first second of the day at or after <paramref name="from"/> (0 … 86,399) that matches; <c>null</c> when the day has none left.</summary>
    public int? Next(int from)
    {
        var (hour, minute, second) = (from / 3600, from / 60 % 60, from % 60);
        for (var h = CronField.Next(Hours, hour); h >= 0; h = CronField.Next(Hours, h + 1))
        {
            for (var m = CronField.Next(Minutes, h == hour ? minute : 0); m >= 0; m = CronField.Next(Minutes, m + 1))
            {
                var s = CronField.Next(Seconds, h == hour && m == minute ? second : 0);
                if (s >= 0) return (h * 3600) + (m * 60) + s;
            }
        }

        return null;
    }
}
