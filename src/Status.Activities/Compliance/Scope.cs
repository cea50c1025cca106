using System.Collections;
using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Activities.Compliance;

/// <summary>
/// The combination of values a control or guarantee is looked at for, such as <c>{country: "ES", project: "*"}</c>; <c>*</c> means any.
/// Member order is kept (the last member is the unit of analysis in upstream's contract), equality ignores it. Immutable.
/// </summary>
public sealed class Scope : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<Scope>
{
    /// <summary>The value that stands for any value.</summary>
    public const string Any = "*";

    private readonly KeyValuePair<string, string>[] _members;

    /// <summary>Creates a scope with a copy of <paramref name="members"/>; the last of two members with one name wins.</summary>
    public Scope(IEnumerable<KeyValuePair<string, string>> members)
    {
        var ordered = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in members) ordered[name] = value;
        _members = [.. ordered];
        Key = JsonSerializer.Serialize(new SortedDictionary<string, string>(ordered, StringComparer.Ordinal));
    }

    /// <summary>The scope without members: the organisation as a whole.</summary>
    public static Scope Empty { get; } = new([]);

    /// <summary>The canonical text: compact JSON with members in ordinal order. Equal scopes have equal keys, in the database too.</summary>
    public string Key { get; }

    /// <inheritdoc/>
    public int Count => _members.Length;

    /// <summary>The value of a member, or <c>null</c> when the scope does not name it.</summary>
    public string? this[string name] => Array.Find(_members, member => member.Key == name).Value;

    /// <summary>Reads a scope from an engine value. Members that are not text take their JSON form; anything but an object is the empty scope.</summary>
    public static Scope From(object? value) => value switch
    {
        Scope scope => scope,
        IReadOnlyDictionary<string, object?> members => new(members.Select(member =>
            KeyValuePair.Create(member.Key, member.Value as string ?? DataJson.ToJson(member.Value)))),
        _ => Empty,
    };

    /// <summary>Reads a scope from its JSON text. Throws <see cref="JsonException"/> when the text is not JSON.</summary>
    public static Scope Parse(string json) => From(DataJson.Parse(json));

    /// <summary>The scope with the members of <paramref name="over"/> replacing or following its own.</summary>
    public Scope Overlay(Scope over) => over.Count == 0 ? this : Count == 0 ? over : new(_members.Concat(over._members));

    /// <summary>
    /// Whether a thing observed in <paramref name="concrete"/> belongs to this scope: every member here that is not <see cref="Any"/>
    /// has the same value there.
    /// </summary>
    public bool Covers(Scope concrete) =>
        Array.TrueForAll(_members, member => member.Value == Any || concrete[member.Key] == member.Value);

    /// <summary>The scope as an engine value, in member order.</summary>
    public DataObject ToData() => new(_members.Select(member => KeyValuePair.Create(member.Key, (object?)member.Value)));

    /// <inheritdoc/>
    public bool Equals(Scope? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Scope);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Key;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_members).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
