using System.Globalization;
using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>Reads which runs a list shall show, from a JSON body or from a query, and notes every mistake.</summary>
internal sealed class InstanceQuery
{
    private const int LongestText = 1024;
    private const int MostValues = 1000;
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<JsonElement> _times = [];
    private readonly ElsaErrors _errors;

    private InstanceQuery(ElsaErrors errors) => _errors = errors;

    /// <summary>Reads a body; an absent one asks for everything.</summary>
    public static (InstanceQuery Query, RunFilter Filter) Read(JsonElement body, ElsaErrors errors)
    {
        var query = new InstanceQuery(errors);
        if (body.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in body.EnumerateObject()) query.Take(member.Name, member.Value);
        }
        else if (body.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            errors.Add(ElsaErrors.General, "The body must be a JSON object.");
        }

        return (query, query.Filter());
    }

    /// <summary>Reads a query string.</summary>
    public static (InstanceQuery Query, RunFilter Filter) Read(IQueryCollection parameters, ElsaErrors errors)
    {
        var query = new InstanceQuery(errors);
        foreach (var (name, values) in parameters) query._values[name] = [.. values.OfType<string>()];
        return (query, query.Filter());
    }

    /// <summary>Whether only runs of system workflows, or none of them, are asked for; <c>null</c> = either.</summary>
    public bool? IsSystem => Flag("isSystem");

    private void Take(string name, JsonElement value)
    {
        if (string.Equals(name, "timestampFilters", StringComparison.OrdinalIgnoreCase))
        {
            if (value.ValueKind == JsonValueKind.Array) _times.AddRange(value.EnumerateArray());
            else if (value.ValueKind != JsonValueKind.Null) _errors.Add(name, "The time filters must be a list.");
            return;
        }

        var texts = new List<string>();
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        {
            switch (item.ValueKind)
            {
                case JsonValueKind.Null: break;
                case JsonValueKind.String when ElsaBody.Read(item) is { } text: texts.Add(text); break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False: texts.Add(item.GetRawText()); break;
                default: _errors.Add(name, "The value must be a text, a number, true or false, or a list of those."); break;
            }
        }

        _values[name] = texts;
    }

    private RunFilter Filter()
    {
        var page = Number("page", 0, 1_000_000) ?? 0;
        var size = Number("pageSize", 1, 1000) ?? 100;
        return new RunFilter
        {
            Ids = Texts("ids"),
            DefinitionIds = Texts("definitionId", "definitionIds"),
            DefinitionVersionIds = Texts("definitionVersionId", "definitionVersionIds"),
            CorrelationId = Text("correlationId"),
            Version = Number("version", 0, int.MaxValue),
            HasIncidents = Flag("hasIncidents"),
            Statuses = Words<InstanceStatus>("status", "statuses"),
            SubStatuses = Words<InstanceSubStatus>("subStatus", "subStatuses"),
            Search = Text("searchTerm"),
            Times = [.. _times.Select(Time).OfType<RunTimeCondition>()],
            Order = OrderBy(),
            Descending = !string.Equals(Choice("orderDirection", "Ascending", "Descending"), "Ascending", StringComparison.Ordinal),
            Skip = page * size,
            Take = size,
        };
    }

    private RunOrder OrderBy() => Choice("orderBy", "Created", "LastExecuted", "UpdatedAt", "Finished", "Name") switch
    {
        "LastExecuted" or "UpdatedAt" => RunOrder.Updated,
        "Finished" => RunOrder.Finished,
        "Name" => RunOrder.Name,
        _ => RunOrder.Created,
    };

    private RunTimeCondition? Time(JsonElement json)
    {
        const string Name = "timestampFilters";
        if (json.ValueKind != JsonValueKind.Object)
        {
            _errors.Add(Name, "A time filter is an object of column, operator and timestamp.");
            return null;
        }

        var column = Member(json, "column");
        var at = Member(json, "timestamp");
        RunTime? time = column switch { "CreatedAt" => RunTime.Created, "UpdatedAt" => RunTime.Updated, "FinishedAt" => RunTime.Finished, _ => null };
        if (time is null) _errors.Add(Name, $"'{column}' is no column with a time; use CreatedAt, UpdatedAt or FinishedAt.");
        var knows = Enum.TryParse<RunTimeComparison>(Member(json, "operator"), ignoreCase: true, out var comparison) && Enum.IsDefined(comparison);
        if (!knows) _errors.Add(Name, $"'{Member(json, "operator")}' is no operator; use {string.Join(", ", Enum.GetNames<RunTimeComparison>())}.");
        var isTime = DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        if (!isTime) _errors.Add(Name, $"'{at}' is no time; use ISO 8601, for example 2026-03-14T12:00:00Z.");
        return time is not null && knows && isTime ? new RunTimeCondition(time.Value, comparison, instant) : null;
    }

    private static string? Member(JsonElement json, string name)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)) return member.Value.ValueKind == JsonValueKind.String ? ElsaBody.Read(member.Value) : member.Value.GetRawText();
        }

        return null;
    }

    private List<string>? Texts(params ReadOnlySpan<string> names)
    {
        var all = new List<string>();
        foreach (var name in names)
        {
            foreach (var text in _values.GetValueOrDefault(name) ?? [])
            {
                if (text.Length > 0 && IsFit(name, text)) all.Add(text);
            }
        }

        if (all.Count > MostValues) _errors.Add(names[^1], $"At most {MostValues} values can be asked for at once.");
        return all.Count == 0 ? null : all;
    }

    private string? Text(string name)
    {
        var text = _values.GetValueOrDefault(name)?.FirstOrDefault();
        return string.IsNullOrEmpty(text) || !IsFit(name, text) ? null : text;
    }

    private bool IsFit(string name, string text)
    {
        if (text.Length <= LongestText && !text.Contains('\0', StringComparison.Ordinal)) return true;
        _errors.Add(name, $"A text must have at most {LongestText} characters and no NUL.");
        return false;
    }

    private int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        _errors.Add(name, $"'{text}' is not a whole number from {least} to {most}.");
        return null;
    }

    private bool? Flag(string name)
    {
        if (Text(name) is not { } text) return null;
        if (bool.TryParse(text, out var flag)) return flag;
        _errors.Add(name, $"'{text}' is neither true nor false.");
        return null;
    }

    private string? Choice(string name, params ReadOnlySpan<string> allowed)
    {
        if (Text(name) is not { } text) return null;
        foreach (var word in allowed)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return word;
        }

        _errors.Add(name, $"'{text}' is none of {string.Join(", ", allowed)}.");
        return null;
    }

    private List<T>? Words<T>(params ReadOnlySpan<string> names)
        where T : struct, Enum
    {
        if (Texts(names) is not { } texts) return null;
        var words = new List<T>();
        foreach (var text in texts)
        {
            if (Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)) words.Add(word);
            else _errors.Add(names[^1], $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
        }

        return words;
    }
}
