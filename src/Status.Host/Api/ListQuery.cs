using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Activities.Compliance;

namespace Status.Host.Api;

/// <summary>Reads the query of a list and collects every mistake in it, so that one answer names them all.</summary>
internal sealed class ListQuery(IQueryCollection query)
{
    private const int LongestText = 256;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether anything was wrong.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>Page asked for, from 0.</summary>
    public int Page => Integer("page", 0, 0, 1_000_000);

    /// <summary>Items on a page.</summary>
    public int PageSize => Integer("pageSize", 50, 1, 1000);

    /// <summary>All mistakes as one answer.</summary>
    public ValidationProblem Problem() => TypedResults.ValidationProblem(_errors, "The query is wrong in the parameters named under errors.");

    /// <summary>A text; <c>null</c> when absent.</summary>
    public string? Text(string name)
    {
        var text = query[name].ToString();
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Fail(name, "The text holds a NUL.");
            return null;
        }

        if (text.Length <= LongestText) return text.Length == 0 ? null : text;
        Fail(name, $"The text is longer than {LongestText} characters.");
        return null;
    }

    /// <summary>A text of a closed set; <c>null</c> when absent.</summary>
    public string? Word(string name, params IReadOnlyCollection<string> allowed)
    {
        var text = Text(name);
        if (text is null || allowed.Contains(text)) return text;
        Fail(name, $"'{text}' is none of {string.Join(", ", allowed)}.");
        return null;
    }

    /// <summary>An instant; <c>null</c> when absent.</summary>
    public DateTimeOffset? Time(string name)
    {
        // A + in a query string arrives as a blank unless it was escaped.
        var text = query[name].ToString().Replace(' ', '+');
        if (text.Length == 0) return null;
        if (Instant.Read(text) is { } time) return time;
        Fail(name, $"'{text}' is no ISO 8601 time such as 2026-03-14T12:00:00Z.");
        return null;
    }

    /// <summary>Notes a mistake.</summary>
    public void Fail(string name, string reason) => _errors.TryAdd(name, [reason]);

    /// <summary>A whole number.</summary>
    public int Integer(string name, int fallback, int least, int most)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Fail(name, $"'{text}' is not a whole number from {least} to {most}.");
        return fallback;
    }
}
