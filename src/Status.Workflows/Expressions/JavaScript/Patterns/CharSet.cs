using System.Globalization;
using System.Text;

namespace Status.Workflows.Expressions.JavaScript.Patterns;

/// <summary>A set of code points as sorted ranges.</summary>
internal sealed class CharSet
{
    private const int Max = 0x10FFFF;

    private static readonly Lazy<Dictionary<char, List<char>>> _caseClasses = new(BuildCaseClasses);
    private static readonly Dictionary<string, CharSet> _categories = new(StringComparer.Ordinal);

    private List<(int From, int To)> _ranges = [];
    private bool _sorted = true;

    public static CharSet Digits => new CharSet().Add('0', '9');

    public static CharSet Words => new CharSet().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');

    public static CharSet Blanks => new CharSet().Add('\t', '\r').Add(' ', ' ').Add(0xa0, 0xa0).Add(0x1680, 0x1680).Add(0x2000, 0x200a).Add(0x2028, 0x2029)
        .Add(0x202f, 0x202f).Add(0x205f, 0x205f).Add(0x3000, 0x3000).Add(0xfeff, 0xfeff);

    public static CharSet LineEnds => new CharSet().Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029);

    public CharSet Add(int from, int to)
    {
        _ranges.Add((from, to));
        _sorted = false;
        return this;
    }

    public CharSet Add(CharSet other)
    {
        foreach (var (from, to) in other._ranges) Add(from, to);
        return this;
    }

    public CharSet Negate()
    {
        Sort();
        var result = new CharSet();
        var next = 0;
        foreach (var (from, to) in _ranges)
        {
            if (from > next) result.Add(next, from - 1);
            next = Math.Max(next, to + 1);
        }

        if (next <= Max) result.Add(next, Max);
        return result;
    }

    /// <summary>Adds every character that differs from one of the set only by case, as <c>/i</c> compares.</summary>
    public CharSet FoldCase()
    {
        Sort();
        var folded = new CharSet().Add(this);
        foreach (var (c, others) in _caseClasses.Value)
        {
            if (!Contains(c)) continue;
            foreach (var other in others) folded.Add(other, other);
        }

        return folded;
    }

    /// <summary>The set as a .NET expression for one character; with <paramref name="pairs"/>, points beyond U+FFFF as surrogate pairs.</summary>
    public string ToExpression(bool pairs)
    {
        Sort();
        var units = new StringBuilder();
        var alternatives = new List<string>();
        foreach (var (from, to) in _ranges)
        {
            if (from <= 0xFFFF) Units(units, from, Math.Min(to, 0xFFFF), pairs);
            if (to > 0xFFFF && pairs) Pairs(alternatives, Math.Max(from, 0x10000), to);
        }

        if (units.Length > 0) alternatives.Add($"[{units}]");
        return alternatives.Count switch
        {
            0 => "[^\\u0000-\\uFFFF]",
            1 when units.Length > 0 => alternatives[0],
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    /// <summary>A general category such as <c>L</c> or <c>Lu</c>; <c>null</c> when unknown.</summary>
    public static CharSet? Category(string name)
    {
        lock (_categories)
        {
            if (_categories.TryGetValue(name, out var known)) return known;
            var set = new CharSet();
            for (var point = 0; point <= Max; point++)
            {
                var category = Short(CharUnicodeInfo.GetUnicodeCategory(point));
                if (category != name && !(name.Length == 1 && category[0] == name[0])) continue;
                var start = point;
                while (point < Max && Short(CharUnicodeInfo.GetUnicodeCategory(point + 1)) is var next && (next == name || (name.Length == 1 && next[0] == name[0]))) point++;
                set.Add(start, point);
            }

            return set._ranges.Count == 0 ? null : _categories[name] = set;
        }
    }

    private static string Short(UnicodeCategory category) => _shortNames[(int)category];

    private static readonly string[] _shortNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private bool Contains(int point) => _ranges.Exists(r => r.From <= point && point <= r.To);

    private void Sort()
    {
        if (_sorted) return;
        _ranges.Sort();
        var merged = new List<(int From, int To)>();
        foreach (var (from, to) in _ranges)
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else merged.Add((from, to));
        }

        _ranges = merged;
        _sorted = true;
    }

    private static void Units(StringBuilder text, int from, int to, bool pairs)
    {
        // Half pairs are left out with /u: a negated class or a dot must not match one half of a character.
        if (pairs && from < 0xD800 && to > 0xDFFF)
        {
            Units(text, from, 0xD7FF, pairs);
            Units(text, 0xE000, to, pairs);
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\\u{from:X4}");
        if (to > from) text.Append(CultureInfo.InvariantCulture, $"-\\u{to:X4}");
    }

    private static void Pairs(List<string> alternatives, int from, int to)
    {
        while (from <= to)
        {
            var (high, low) = Split(from);
            var (highEnd, lowEnd) = Split(to);
            if (high == highEnd)
            {
                alternatives.Add($"\\u{high:X4}[\\u{low:X4}-\\u{lowEnd:X4}]");
                return;
            }

            if (low != 0xDC00)
            {
                alternatives.Add($"\\u{high:X4}[\\u{low:X4}-\\uDFFF]");
                from += 0xDFFF - low + 1;
                continue;
            }

            var wholeEnd = lowEnd == 0xDFFF ? highEnd : highEnd - 1;
            alternatives.Add($"[\\u{high:X4}-\\u{wholeEnd:X4}][\\uDC00-\\uDFFF]");
            from += (wholeEnd - high + 1) * 0x400;
        }
    }

    private static (int High, int Low) Split(int point) => (0xD800 + ((point - 0x10000) >> 10), 0xDC00 + ((point - 0x10000) & 0x3FF));

    private static Dictionary<char, List<char>> BuildCaseClasses()
    {
        var groups = new Dictionary<char, List<char>>();
        for (var c = 1; c <= 0xFFFF; c++)
        {
            var unit = (char)c;
            if (char.IsSurrogate(unit)) continue;
            var upper = Library.Casing.Upper(unit.ToString()) is { Length: 1 } text ? text[0] : unit;
            if (unit >= 128 && upper < 128) upper = unit;
            if (!groups.TryGetValue(upper, out var group)) groups[upper] = group = [];
            group.Add(unit);
        }

        var classes = new Dictionary<char, List<char>>();
        foreach (var group in groups.Values.Where(g => g.Count > 1))
        {
            foreach (var unit in group) classes[unit] = group;
        }

        return classes;
    }
}
