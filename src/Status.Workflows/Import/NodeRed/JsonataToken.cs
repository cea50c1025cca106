using System.Text;

namespace Status.Workflows.Import.NodeRed;

/// <summary>A word of a JSONata expression.</summary>
internal readonly record struct JsonataToken(JsonataKind Kind, string Text)
{
    private const string Signs = "()[]{}.,:?=<>&+-*/%;";

    public bool IsText => Kind == JsonataKind.Text;

    /// <summary>The words of a text; <c>null</c> when it has others than are converted.</summary>
    public static List<JsonataToken>? Read(string text)
    {
        var tokens = new List<JsonataToken>();
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is '"' or '\'' or '`')
            {
                if (Quoted(text, ref i) is not { } quoted) return null;
                tokens.Add(new JsonataToken(c == '`' ? JsonataKind.Name : JsonataKind.Text, quoted));
            }
            else if (char.IsAsciiDigit(c))
            {
                var start = i;
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || (text[i] == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))) i++;
                if (text[start..i].Count(d => d == '.') > 1) return null;
                tokens.Add(new JsonataToken(JsonataKind.Number, text[start..i]));
            }
            else if (c == '$' || char.IsLetter(c) || c == '_')
            {
                var start = i++;
                if (c == '$' && i < text.Length && text[i] == '$') i++;
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_')) i++;
                tokens.Add(new JsonataToken(c == '$' ? JsonataKind.Variable : JsonataKind.Name, text[start..i]));
            }
            else if (i + 1 < text.Length && text.AsSpan(i, 2) is "!=" or "<=" or ">=")
            {
                tokens.Add(new JsonataToken(JsonataKind.Sign, text[i..(i + 2)]));
                i += 2;
            }
            else if (Signs.Contains(c) && !(i + 1 < text.Length && text.AsSpan(i, 2) is ".." or ":=" or "**" or "/*"))
            {
                tokens.Add(new JsonataToken(JsonataKind.Sign, text[i++].ToString()));
            }
            else
            {
                return null;
            }
        }

        return tokens.Count == 0 ? null : tokens;
    }

    private static string? Quoted(string text, ref int i)
    {
        var (quote, read) = (text[i++], new StringBuilder());
        for (; i < text.Length && text[i] != quote; i++)
        {
            if (text[i] != '\\' || quote == '`')
            {
                read.Append(text[i]);
                continue;
            }

            if (++i >= text.Length || "\"'\\/nrt".IndexOf(text[i], StringComparison.Ordinal) < 0) return null;
            read.Append(text[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
        }

        return i++ < text.Length ? read.ToString() : null;
    }
}

/// <summary>Kinds of words.</summary>
internal enum JsonataKind
{
    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A name or a word such as <c>and</c>.</summary>
    Name,

    /// <summary>A name that begins with a dollar sign.</summary>
    Variable,

    /// <summary>A sign.</summary>
    Sign,
}
