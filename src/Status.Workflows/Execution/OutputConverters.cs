using System.Globalization;
using System.Text.Json;
using Status.Workflows.Expressions;
using Status.Workflows.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>What can be done with an output on its way to the variable it is bound to. Between plain types nothing is needed: the variable converts.</summary>
public static class OutputConverters
{
    private const string Object = "Object";

    /// <summary>Every converter.</summary>
    public static IReadOnlyList<OutputConverter> All { get; } =
    [
        new("Status.ParseJson", "String", Object, "Parse JSON", "Reads the text as JSON.", null),
        new("Status.ToJson", Object, "String", "JSON text", "Writes the value as JSON text, also when it is a text.", null),
        new("Status.Select", Object, Object, "Part of the value", "Takes one member out of the value, for example order.lines[0].id.",
            """{"type":"object","properties":{"path":{"type":"string","title":"Path"}},"required":["path"]}"""),
        new("Status.Count", "Object[]", "Int32", "Number of items", "Counts the items of a list.", null),
        new("Status.First", "Object[]", Object, "First item", "Takes the first item of a list; nothing when it is empty.", null),
    ];

    /// <summary>Those that lead from one type to another.</summary>
    /// <param name="source">Alias of the output's type.</param>
    /// <param name="destination">Alias of the variable's type.</param>
    public static IEnumerable<OutputConverter> Between(string source, string destination)
    {
        var isList = source.EndsWith("[]", StringComparison.Ordinal) || source.StartsWith("List<", StringComparison.Ordinal);
        return All.Where(c => (c.ResultTypeName == destination || destination == Object || (c.ResultTypeName == Object && source is Object or "String[]" or "Object[]"))
            && (c.SourceTypeName == source || source == Object || (c.SourceTypeName == "Object[]" && isList) || (c.SourceTypeName == Object && isList)));
    }

    /// <summary>Makes the function of a converter; <c>null</c> after a problem was reported.</summary>
    internal static Func<object?, object?>? Compile(JsonElement converter, string path, string activityId, ProblemList problems)
    {
        var id = converter.Member("id").TextOrNull();
        switch (id)
        {
            case "Status.ParseJson": return static value => value is string text ? Parse(text) : value;
            case "Status.ToJson": return static value => DataJson.ToJson(value);
            case "Status.Count": return static value => value is null ? 0.0 : (double)ValueConverter.To<DataArray>(value)!.Count;
            case "Status.First": return static value => ValueConverter.To<DataArray>(value) is { Count: > 0 } items ? items[0] : null;
            case "Status.Select" when Steps(converter.Member("settings").Member("path").TextOrNull()) is { } steps: return value => Select(value, steps);
            case "Status.Select":
                problems.Error($"{path}.settings.path", "The path names members and positions, as in order.lines[0].id.", activityId);
                return null;
            default:
                problems.Error($"{path}.id", $"There is no output converter '{id}'; there are {string.Join(", ", All.Select(c => c.Id))}.", activityId);
                return null;
        }
    }

    private static object? Parse(string text)
    {
        try
        {
            return DataJson.Parse(text);
        }
        catch (JsonException e)
        {
            throw new ValueConversionException($"The output is no JSON: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.", e);
        }
    }

    private static List<object>? Steps(string? path)
    {
        if (string.IsNullOrWhiteSpace(path)) return null;
        var steps = new List<object>();
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part[0] != '[') steps.Add(part);
            else if (part[^1] == ']' && int.TryParse(part.AsSpan(1, part.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var position)) steps.Add(position);
            else return null;
        }

        return steps;
    }

    private static object? Select(object? value, List<object> steps)
    {
        foreach (var step in steps)
        {
            value = step switch
            {
                string name => (value as DataObject)?[name],
                int position => value is DataArray items && position < items.Count ? items[position] : null,
                _ => null,
            };
        }

        return value;
    }
}

/// <summary>A converter of outputs as designers see it.</summary>
/// <param name="Id">What the definition stores.</param>
/// <param name="SourceTypeName">Alias of the type it takes.</param>
/// <param name="ResultTypeName">Alias of the type it gives.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Description">What it does.</param>
/// <param name="SettingsSchema">JSON schema of its settings; <c>null</c> when it has none.</param>
public sealed record OutputConverter(string Id, string SourceTypeName, string ResultTypeName, string DisplayName, string Description, string? SettingsSchema);
