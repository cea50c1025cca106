using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Status.Activities.Metrics;

/// <summary>What makes a series itself: its name and its labels. Two keys are equal when both are, whatever order the labels came in. Immutable.</summary>
public sealed class SeriesKey : IEquatable<SeriesKey>
{
    private readonly KeyValuePair<string, string>[] _labels;
    private readonly int _hashCode;

    /// <summary>Creates a key with a copy of <paramref name="labels"/>; the last of two labels with one name wins.</summary>
    /// <param name="name">The metric's name, e.g. <c>host.cpu.percent</c>.</param>
    /// <param name="labels">The labels, in any order.</param>
    /// <param name="unit">The unit of the values. No part of the identity: the first one that is stored stays.</param>
    public SeriesKey(string name, IEnumerable<KeyValuePair<string, string>> labels, string? unit = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(labels);
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels) sorted[key] = value;
        _labels = [.. sorted];
        Name = name;
        Unit = unit;
        LabelsJson = Canonical(_labels);
        _hashCode = HashCode.Combine(Name, LabelsJson);
    }

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>The unit of the values, <c>null</c> when nobody named one.</summary>
    public string? Unit { get; }

    /// <summary>The labels in ordinal order of their names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>The labels as compact JSON with members in ordinal order: equal labels, equal text.</summary>
    public string LabelsJson { get; }

    /// <summary>The first 16 bytes of SHA-256 over <see cref="LabelsJson"/>, by which the database tells label sets apart.</summary>
    public byte[] LabelsHash() => SHA256.HashData(Encoding.UTF8.GetBytes(LabelsJson))[..16];

    /// <summary>Whether the series carries every wanted label; the value <c>*</c> asks for the label's presence alone.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> wanted) =>
        wanted.All(want => Array.Exists(_labels, label => label.Key == want.Key && (want.Value == SeriesFilter.Any || label.Value == want.Value)));

    /// <inheritdoc/>
    public bool Equals(SeriesKey? other) =>
        other is not null && (ReferenceEquals(this, other) || (_hashCode == other._hashCode && Name == other.Name && LabelsJson == other.LabelsJson));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SeriesKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashCode;

    /// <inheritdoc/>
    public override string ToString() => Name + LabelsJson;

    private static string Canonical(KeyValuePair<string, string>[] labels)
    {
        if (labels.Length == 0) return "{}";
        using var stream = new MemoryStream(128);
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in labels) writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
