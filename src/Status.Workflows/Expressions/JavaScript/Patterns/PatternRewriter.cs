using System.Globalization;
using System.Text;

namespace Status.Workflows.Expressions.JavaScript.Patterns;

/// <summary>Why a pattern is not one of the dialect.</summary>
internal sealed class PatternException(string message) : Exception(message);

/// <summary>
/// Reads a JavaScript pattern and writes the .NET pattern that means the same: ASCII classes, JavaScript's blanks and line ends, <c>$</c> only at
/// the end, numbered groups in order of appearance, back references that match nothing while their group is unset.
/// </summary>
internal sealed partial class PatternRewriter(string pattern, bool ignoreCase, bool multiline, bool dotAll, bool unicode)
{
    private const int MaxDepth = 60;
    private const string AtWordEdge = "(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))";
    private const string NotAtWordEdge = "(?:(?<=[0-9A-Z_a-z])(?=[0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?![0-9A-Z_a-z]))";

    private readonly StringBuilder _out = new();
    private readonly List<string?> _names = [null];
    private int _at;
    private int _depth;
    private int _groups;
    private int _groupsInAll;
    private readonly HashSet<int> _closed = [];
    private int _lookBehind;
    private bool _maySkip;

    /// <summary>The pattern uses what only the backtracking engine knows.</summary>
    public bool NeedsBacktracking { get; private set; }

    public int GroupCount => _groups;

    /// <summary>Names of groups by number; <c>null</c> for unnamed ones.</summary>
    public IReadOnlyList<string?> Names => _names;

    public string Rewrite()
    {
        CountGroups();
        Alternatives();
        if (_at < pattern.Length) throw new PatternException("Unmatched ')' in the pattern.");
        return _out.ToString();
    }

    private void CountGroups()
    {
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\') i++;
            else if (c == '[') inClass = true;
            else if (c == ']') inClass = false;
            else if (c == '(' && !inClass && (Peek(i + 1) != '?' || (Peek(i + 2) == '<' && Peek(i + 3) is not ('=' or '!'))))
            {
                _groupsInAll++;
                var end = Peek(i + 1) == '?' ? pattern.IndexOf('>', i) : -1;
                _names.Add(end > 0 ? pattern[(i + 3)..end] : null);
            }
        }

        var named = _names.Where(n => n is not null).ToList();
        if (named.Distinct(StringComparer.Ordinal).Count() != named.Count) throw new PatternException("A group name is used twice in the pattern.");
        if (named.Exists(n => n!.Length == 0 || char.IsAsciiDigit(n[0]) || !n.All(c => char.IsLetterOrDigit(c) || c is '_' or '$'))) throw new PatternException("Invalid group name in the pattern.");
    }

    private char Peek(int at) => at < pattern.Length ? pattern[at] : '\0';

    private bool More => _at < pattern.Length;

    private bool Take(char c)
    {
        if (Peek(_at) != c || !More) return false;
        _at++;
        return true;
    }

    private void Alternatives()
    {
        if (++_depth > MaxDepth) throw new PatternException("The pattern is nested too deeply.");
        var before = _groups;
        var count = 1;
        Terms();
        while (Take('|'))
        {
            _out.Append('|');
            count++;
            Terms();
        }

        _maySkip |= count > 1 && _groups > before;
        _depth--;
    }

    private void Terms()
    {
        while (More && pattern[_at] is not ('|' or ')')) Term();
    }

    private void Term()
    {
        var c = pattern[_at];
        switch (c)
        {
            case '^':
                _at++;
                _out.Append(multiline ? "(?<=\\A|[\\n\\r\\u2028\\u2029])" : "\\A");
                NeedsBacktracking |= multiline;
                return;
            case '$':
                _at++;
                _out.Append(multiline ? "(?=\\z|[\\n\\r\\u2028\\u2029])" : "\\z");
                NeedsBacktracking |= multiline;
                return;
            case '\\' when Peek(_at + 1) is 'b' or 'B':
                _out.Append(pattern[_at + 1] == 'b' ? AtWordEdge : NotAtWordEdge);
                NeedsBacktracking = true;
                _at += 2;
                return;
        }

        var start = _out.Length;
        var groups = _groups;
        var outerSkip = _maySkip;
        _maySkip = false;
        var quantifiable = Atom(c);
        Quantify(start, groups, quantifiable);
        _maySkip |= outerSkip;
    }

    /// <summary>Writes one atom; <c>false</c> when no quantifier may follow.</summary>
    private bool Atom(char c)
    {
        switch (c)
        {
            case '(': return Group();
            case '.':
                _at++;
                _out.Append((dotAll ? new CharSet() : CharSet.LineEnds).Negate().ToExpression(unicode));
                return true;
            case '[':
                _out.Append(Class().ToExpression(unicode));
                return true;
            case '\\':
                Escape();
                return true;
            case '*' or '+' or '?': throw new PatternException("Nothing to repeat in the pattern.");
            case '{' when unicode || Braces(_at, out _, out _, out _): throw new PatternException("Nothing to repeat in the pattern.");
            case '}' or ']' when unicode: throw new PatternException($"Put \\ before {c} in a pattern with the u flag.");
            default:
                Literal(Point());
                return true;
        }
    }

    private int Point()
    {
        var c = pattern[_at++];
        if (unicode && char.IsHighSurrogate(c) && More && char.IsLowSurrogate(pattern[_at])) return char.ConvertToUtf32(c, pattern[_at++]);
        return c;
    }

    private void Literal(int point)
    {
        if (point < 0x80 && !ignoreCase && char.IsAsciiLetterOrDigit((char)point))
        {
            _out.Append((char)point);
            return;
        }

        var set = new CharSet().Add(point, point);
        if (ignoreCase) set = set.FoldCase();
        else if (point <= 0xFFFF)
        {
            _out.Append(CultureInfo.InvariantCulture, $"\\u{point:X4}");
            return;
        }

        _out.Append(set.ToExpression(unicode));
    }

    private bool Group()
    {
        _at++;
        var quantifiable = true;
        if (!Take('?'))
        {
            Capture();
        }
        else if (Take(':'))
        {
            _out.Append("(?:");
            Alternatives();
        }
        else if (Take('='))
        {
            quantifiable = !unicode;
            Look("(?=");
        }
        else if (Take('!'))
        {
            quantifiable = !unicode;
            Look("(?!");
            _maySkip |= true;
        }
        else if (Take('<'))
        {
            if (Take('='))
            {
                quantifiable = false;
                Look("(?<=");
            }
            else if (Take('!'))
            {
                quantifiable = false;
                Look("(?<!");
            }
            else
            {
                var end = pattern.IndexOf('>', _at);
                if (end < 0) throw new PatternException("Invalid group name in the pattern.");
                _at = end + 1;
                Capture();
            }
        }
        else
        {
            throw new PatternException("Invalid group in the pattern.");
        }

        if (!Take(')')) throw new PatternException("A group of the pattern is not closed.");
        _out.Append(')');
        return quantifiable;
    }

    private void Capture()
    {
        var group = ++_groups;
        _out.Append(CultureInfo.InvariantCulture, $"(?<{group}>");
        Alternatives();
        _closed.Add(group);
    }

    private void Look(string opening)
    {
        NeedsBacktracking = true;
        _out.Append(opening);
        if (opening.Contains('<', StringComparison.Ordinal)) _lookBehind++;
        Alternatives();
        if (opening.Contains('<', StringComparison.Ordinal)) _lookBehind--;
    }
}
