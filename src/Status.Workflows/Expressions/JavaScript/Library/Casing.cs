using System.Text;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Upper and lower case with the special cases that change the length or depend on the neighbours (Unicode SpecialCasing).</summary>
internal static partial class Casing
{
    public static string Upper(string text)
    {
        var simple = text.ToUpperInvariant();
        StringBuilder? special = null;
        for (var i = 0; i < text.Length; i++)
        {
            var replacement = text[i] < 0x80 ? null : SpecialUpper(text[i]);
            if (replacement is not null && special is null) special = new StringBuilder(simple, 0, i, simple.Length + 8);
            if (replacement is not null) special!.Append(replacement);
            else special?.Append(simple[i]);
        }

        return special?.ToString() ?? simple;
    }

    public static string Lower(string text)
    {
        var simple = text.ToLowerInvariant();
        StringBuilder? special = null;
        for (var i = 0; i < text.Length; i++)
        {
            var replacement = text[i] switch { '\u0130' => "i\u0307", '\u03a3' => IsFinal(text, i) ? "\u03c2" : "\u03c3", _ => null };
            if (replacement is not null && special is null) special = new StringBuilder(simple, 0, i, simple.Length + 8);
            if (replacement is not null) special!.Append(replacement);
            else special?.Append(simple[i]);
        }

        return special?.ToString() ?? simple;
    }

    private static bool IsFinal(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && IsIgnorable(text[before])) before--;
        var after = at + 1;
        while (after < text.Length && IsIgnorable(text[after])) after++;
        return before >= 0 && char.IsLetter(text[before]) && !(after < text.Length && char.IsLetter(text[after]));
    }

    private static bool IsIgnorable(char c) => c is '\'' or '.' or ':' or '^' or '`' or '\u00ad' or '\u2019' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.ModifierLetter or System.Globalization.UnicodeCategory.ModifierSymbol;
}
