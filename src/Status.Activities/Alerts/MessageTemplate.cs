using System.Text;
using System.Text.RegularExpressions;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>Fills <c>{{path}}</c> places of a text from values. Nothing in a value is read as a place, a line or a control character.</summary>
internal static partial class MessageTemplate
{
    /// <summary>The text with its places filled; a path that leads nowhere leaves <c>–</c>.</summary>
    public static string Fill(string template, object? values) =>
        Place().Replace(template, match => OneLine(Text(Find(values, match.Groups["path"].Value)), 1000));

    /// <summary>The text on one line, without control characters, cut at a length.</summary>
    public static string OneLine(string text, int length)
    {
        var line = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > length) break;
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString().Trim();
    }

    private static object? Find(object? value, string path)
    {
        foreach (var name in path.Split('.')) value = (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name);
        return value;
    }

    private static string Text(object? value) => value switch
    {
        null => "–",
        string text => text,
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss zzz"),
        _ => DataJson.ToJson(value),
    };

    [GeneratedRegex(@"\{\{\s*(?<path>[\w.-]{1,200})\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
