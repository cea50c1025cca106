using System.Globalization;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>The members of an object in a test case: each read once, what is left over is a mistake.</summary>
internal sealed class CaseMembers(DataObject members, string path, ProblemList problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string Path => path;

    public bool Has(string name)
    {
        _known.Add(name);
        return members.ContainsKey(name);
    }

    public object? Value(string name)
    {
        _known.Add(name);
        return members[name];
    }

    public string PathOf(string name) => $"{path}.{name}";

    public string? Text(string name) => Read<string>(name, "a text");

    public string RequiredText(string name, string meaning)
    {
        if (Text(name) is { Length: > 0 } text) return text;
        if (Value(name) is null or "") problems.Error(PathOf(name), $"Is missing: {meaning}.");
        return "";
    }

    public DataObject? Object(string name) => Read<DataObject>(name, "an object");

    public CaseMembers? Members(string name) => Object(name) is { } inner ? new CaseMembers(inner, PathOf(name), problems) : null;

    public bool? Flag(string name) => Value(name) switch
    {
        null => null,
        bool flag => flag,
        _ => Wrong<bool?>(name, "true or false"),
    };

    public int? Count(string name) => Value(name) switch
    {
        null => null,
        double number when number is >= 0 and <= 1_000_000 && number == Math.Floor(number) => (int)number,
        long number when number is >= 0 and <= 1_000_000 => (int)number,
        _ => Wrong<int?>(name, "a whole number from 0"),
    };

    public TimeSpan? Span(string name) => Value(name) switch
    {
        null => null,
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && span <= TestCase.MostTime => span,
        _ => Wrong<TimeSpan?>(name, $"a time span [d.]hh:mm:ss of at most {TestCase.MostTime.Days} days"),
    };

    public DateTimeOffset? Time(string name) => Value(name) switch
    {
        null => null,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUniversalTime(),
        _ => Wrong<DateTimeOffset?>(name, "a time in ISO 8601"),
    };

    /// <summary>The objects of a list; a single object counts as a list of one.</summary>
    public IReadOnlyList<CaseMembers> List(string name)
    {
        switch (Value(name))
        {
            case null: return [];
            case DataObject one: return [new CaseMembers(one, PathOf(name), problems)];
            case DataArray items:
                var found = new List<CaseMembers>();
                foreach (var (i, item) in ((IEnumerable<object?>)items).Index())
                {
                    if (item is DataObject inner) found.Add(new CaseMembers(inner, $"{PathOf(name)}[{i}]", problems));
                    else problems.Error($"{PathOf(name)}[{i}]", "Must be an object.");
                }

                return found;
            default:
                problems.Error(PathOf(name), "Must be a list of objects.");
                return [];
        }
    }

    public IReadOnlyList<string> Texts(string name)
    {
        switch (Value(name))
        {
            case null: return [];
            case string one: return [one];
            case DataArray items when items.All(i => i is string): return [.. items.Cast<string>()];
            default:
                problems.Error(PathOf(name), "Must be a list of texts.");
                return [];
        }
    }

    /// <summary>Reports every member that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var name in members.Keys.Where(n => !_known.Contains(n)))
            problems.Error(PathOf(name), $"Is not known here. Known: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
    }

    private T? Read<T>(string name, string kind)
        where T : class => Value(name) switch
        {
            null => null,
            T value => value,
            _ => Wrong<T?>(name, kind),
        };

    private T? Wrong<T>(string name, string kind)
    {
        problems.Error(PathOf(name), $"Must be {kind}.");
        return default;
    }
}
