using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence;

/// <summary>
/// Content that was collected and whose bytes are stored, but that no commit counts yet. Small: it travels through variables in place of the bytes.
/// </summary>
/// <param name="Digest">Lower-case hexadecimal SHA-256 of the bytes.</param>
/// <param name="Size">Number of bytes.</param>
/// <param name="MediaType">Media type of the bytes.</param>
/// <param name="Kind">What it is, e.g. <c>metrics</c>.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="CollectedAt">When.</param>
/// <param name="Provenance">How: collector, version, query.</param>
internal sealed record CollectedContent(
    string Digest, int Size, string MediaType, string Kind, string Source, DateTimeOffset CollectedAt, DataObject Provenance)
{
    /// <summary>The content as a workflow's variables hold it.</summary>
    public DataObject ToData() => new()
    {
        ["digest"] = Digest,
        ["size"] = (double)Size,
        ["mediaType"] = MediaType,
        ["kind"] = Kind,
        ["source"] = Source,
        ["collectedAt"] = CollectedAt,
        ["provenance"] = Provenance,
    };

    /// <summary>Reads what <see cref="ToData"/> wrote, also after a stored run turned times into text. Throws <see cref="FormatException"/> when it is not that.</summary>
    public static CollectedContent From(object? value)
    {
        if (value is not IReadOnlyDictionary<string, object?> members) throw Malformed("an object");
        var digest = Text(members, "digest");
        if (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower)) throw Malformed("a digest of 64 lower-case hexadecimal digits");
        return new CollectedContent(
            digest,
            members.GetValueOrDefault("size") is double size and >= 0 and <= int.MaxValue ? (int)size : throw Malformed("a size"),
            Text(members, "mediaType"),
            Text(members, "kind"),
            Text(members, "source"),
            members.GetValueOrDefault("collectedAt") switch
            {
                DateTimeOffset time => time,
                string text when DateTimeOffset.TryParse(text, out var time) => time,
                _ => throw Malformed("the time collectedAt"),
            },
            members.GetValueOrDefault("provenance") as DataObject ?? []);
    }

    private static string Text(IReadOnlyDictionary<string, object?> members, string name) =>
        members.GetValueOrDefault(name) as string is { Length: > 0 } text ? text : throw Malformed(name);

    private static FormatException Malformed(string part) =>
        new($"The content to store has no {part}. Bind the input to the output of an activity that collects (CollectEvidence, CollectHttpEvidence, CollectMetricEvidence).");
}
