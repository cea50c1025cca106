using System.Globalization;
using System.Text.RegularExpressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>
/// Compares what came with what was expected: members that the expectation does not name may be anything. A member such as <c>{"$match": "^a"}</c> says more than one value can.
/// </summary>
internal static class Matching
{
    private const int MostDifferences = 20;

    /// <summary>Differences by path; empty when the value fits.</summary>
    public static IReadOnlyList<TestDifference> Compare(object? expected, object? actual, string path)
    {
        var found = new List<TestDifference>();
        Compare(expected, actual, path, found);
        return found;
    }

    /// <summary>Whether a value fits.</summary>
    public static bool Fits(object? expected, object? actual) => Compare(expected, actual, "").Count == 0;

    private static void Compare(object? expected, object? actual, string path, List<TestDifference> found)
    {
        if (found.Count >= MostDifferences) return;
        switch (expected)
        {
            case DataObject operators when operators.Count > 0 && operators.Keys.All(k => k.StartsWith('$')):
                foreach (var (name, argument) in operators)
                    if (!Holds(name, argument, actual)) found.Add(new TestDifference(path, Show(expected), Show(actual)));
                return;
            case DataObject members when actual is DataObject other:
                foreach (var (name, value) in members)
                {
                    var at = path.Length == 0 ? name : $"{path}.{name}";
                    if (other.TryGetValue(name, out var inner) || value is DataObject { Count: > 0 } && value is DataObject o && o.ContainsKey("$exists")) Compare(value, inner, at, found);
                    else if (value is null) continue;
                    else found.Add(new TestDifference(at, Show(value), "(absent)"));
                }

                return;
            case DataArray items when actual is DataArray others:
                if (items.Count != others.Count) found.Add(new TestDifference(path, $"{items.Count} items: {Show(expected)}", $"{others.Count} items: {Show(actual)}"));
                else for (var i = 0; i < items.Count; i++) Compare(items[i], others[i], $"{path}[{i}]", found);
                return;
            default:
                if (!AreEqual(expected, actual)) found.Add(new TestDifference(path, Show(expected), Show(actual)));
                return;
        }
    }

    private static bool Holds(string name, object? argument, object? actual) => name switch
    {
        "$exists" => (actual is not null) == (argument is true),
        "$match" => argument is string pattern && actual is not null && IsMatch(pattern, actual as string ?? DataJson.ToJson(actual)),
        "$gt" => Number(actual) > Number(argument),
        "$gte" => Number(actual) >= Number(argument),
        "$lt" => Number(actual) < Number(argument),
        "$lte" => Number(actual) <= Number(argument),
        "$ne" => !Fits(argument, actual),
        "$in" => argument is DataArray options && options.Any(o => Fits(o, actual)),
        "$length" => Number(argument) == actual switch { DataArray list => list.Count, string text => text.Length, DataObject members => members.Count, _ => double.NaN },
        "$contains" => actual switch
        {
            DataArray list => list.Any(i => Fits(argument, i)),
            string text => argument is string part && text.Contains(part, StringComparison.Ordinal),
            _ => false,
        },
        "$type" => argument as string == TypeOf(actual),
        _ => throw new TestLimitException($"There is no matcher '{name}': $exists, $match, $gt, $gte, $lt, $lte, $ne, $in, $length, $contains, $type."),
    };

    private static bool IsMatch(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new TestLimitException($"'{pattern}' is no regular expression that can be used here: {e.Message}");
        }
    }

    private static bool AreEqual(object? expected, object? actual)
    {
        if (expected is null || actual is null) return expected is null && actual is null;
        if (IsNumber(expected) && IsNumber(actual)) return Number(expected) == Number(actual);
        if (actual is DateTimeOffset or TimeSpan or byte[] && expected is string text) return DataJson.ToJson(actual) == DataJson.ToJson(text) || SameTime(text, actual);
        return DataJson.ToJson(expected) == DataJson.ToJson(actual);
    }

    private static bool SameTime(string text, object actual) => actual switch
    {
        DateTimeOffset time => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var other) && other == time,
        TimeSpan span => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var other) && other == span,
        _ => false,
    };

    private static string TypeOf(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        string => "string",
        DataArray => "array",
        DataObject => "object",
        _ when IsNumber(value) => "number",
        _ => "other",
    };

    private static bool IsNumber(object? value) => value is double or long or decimal or int;

    private static double Number(object? value) => IsNumber(value) ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN;

    /// <summary>A value as a person reads it, cut when long.</summary>
    public static string Show(object? value)
    {
        var text = DataJson.ToJson(value);
        return text.Length <= 400 ? text : string.Concat(text.AsSpan(0, 400), "…");
    }
}

/// <summary>Something that was expected and came otherwise.</summary>
/// <param name="What">What was compared: <c>response.body.total</c>.</param>
/// <param name="Expected">What the case expects.</param>
/// <param name="Actual">What came.</param>
public sealed record TestDifference(string What, string Expected, string Actual)
{
    /// <inheritdoc/>
    public override string ToString() => $"{What}: expected {Expected}, got {Actual}";
}
