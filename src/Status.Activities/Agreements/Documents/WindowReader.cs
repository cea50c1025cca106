using System.Globalization;
using Status.Activities.Compliance;
using Status.Activities.Compliance.Windows;

namespace Status.Activities.Agreements.Documents;

/// <summary>Reads window declarations, with the agreement's validity as their default.</summary>
internal sealed class WindowReader
{
    private const int MaxLength = 10_000;

    private readonly DateTime? _initial;
    private readonly DateTimeOffset? _end;

    private WindowReader(CivilZone zone, DateTime? initial, DateTimeOffset? end) => (Zone, _initial, _end) = (zone, initial, end);

    /// <summary>The agreement's zone; UTC when it names none.</summary>
    public CivilZone Zone { get; }

    public static WindowReader Create(DocumentNode validity)
    {
        _ = validity.IsPresent && validity.RequireObject("The validity");
        var zone = CivilZone.Utc;
        if (validity["timeZone"].OptionalText() is { } id)
        {
            if (CivilZone.TryFind(id, out var found, out var problem)) zone = found!;
            else validity["timeZone"].Problem(problem!);
        }

        var initial = ReadLocal(validity["initial"], zone);
        var end = validity["end"].IsPresent ? validity["end"] : validity["endDate"];
        return new(zone, initial, ReadLocal(end, zone) is { } last ? zone.ToInstant(last) : null);
    }

    public WindowRule? Read(DocumentNode node)
    {
        if (!node.RequireObject("The window")) return null;
        var type = node["type"].OptionalText() ?? "static";
        if (type is not ("static" or "dynamic")) node["type"].Problem($"'{type}' is not a type of window; write 'static' or 'dynamic'.");
        var text = node["period"].RequiredText("The period");
        var known = ControlPeriodText.TryParse(text, out var period);
        if (text is not null && !known)
            node["period"].Problem($"'{text}' is not a period; known are minutely, hourly, daily, weekly, monthly, quarterly and yearly.");
        var initial = ReadLocal(node["initial"], Zone) ?? _initial;
        if (type == "static" && initial is null && !node["initial"].IsPresent)
            node["initial"].Problem("A static window needs to know where the first one begins: give 'initial' here or in context.validity.");
        var length = ReadLength(node["length"]);
        var end = ReadLocal(node["end"], Zone) is { } last ? Zone.ToInstant(last) : _end;
        if (!known || (type == "static" && initial is null)) return null;
        return new() { IsStatic = type == "static", Period = period, Length = length, Initial = initial ?? default, End = end, Zone = Zone };
    }

    private static int ReadLength(DocumentNode node)
    {
        if (node.OptionalNumber() is not { } length) return 1;
        if (length is >= 1 and <= MaxLength && decimal.IsInteger(length)) return (int)length;
        node.Problem($"The length of a window is a whole number of periods from 1 to {MaxLength}.");
        return 1;
    }

    /// <summary>A date or time without offset is local to the zone; one with an offset is an instant and is taken to the zone's local time.</summary>
    private static DateTime? ReadLocal(DocumentNode node, CivilZone zone)
    {
        if (node.OptionalText() is not { } text) return null;
        string[] local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
        if (DateTime.TryParseExact(text, local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return InRange(node, DateTime.SpecifyKind(date, DateTimeKind.Unspecified));
        if (text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return InRange(node, zone.ToLocal(instant));
        node.Problem($"'{(text.Length > 40 ? text[..40] : text)}' is not a date; write '2026-01-31' or '2026-01-31T08:00:00Z'.");
        return null;
    }

    private static DateTime? InRange(DocumentNode node, DateTime date)
    {
        if (date.Year is >= 1970 and <= 2200) return date;
        node.Problem("Dates lie between 1970 and 2200.");
        return null;
    }
}
