using System.Globalization;

namespace Status.Workflows.Expressions.JavaScript.Patterns;

/// <content>Repetitions: how often an atom may stand, and what its groups hold in each round.</content>
internal sealed partial class PatternRewriter
{
    private void Quantify(int start, int groupsBefore, bool quantifiable)
    {
        if (!More) return;
        int min, max;
        switch (pattern[_at])
        {
            case '*': (min, max) = (0, -1); break;
            case '+': (min, max) = (1, -1); break;
            case '?': (min, max) = (0, 1); break;
            case '{':
                if (!Braces(_at, out min, out max, out var end))
                {
                    if (unicode) throw new PatternException("Incomplete quantifier in the pattern.");
                    return;
                }

                _at = end - 1;
                break;
            default: return;
        }

        _at++;
        if (!quantifiable) throw new PatternException("Nothing to repeat in the pattern.");
        if (max >= 0 && max < min) throw new PatternException("Numbers out of order in a quantifier of the pattern.");
        var atom = _out.ToString(start, _out.Length - start);
        var hasGroups = _groups > groupsBefore;
        _out.Length = start;
        _out.Append("(?:");
        if (hasGroups && _maySkip && max != 1) Reset(groupsBefore);
        _out.Append(atom).Append(')');
        _out.Append((min, max) switch
        {
            (0, -1) => "*",
            (1, -1) => "+",
            (0, 1) => "?",
            (_, -1) => $"{{{min},}}",
            _ => $"{{{min},{max}}}",
        });
        if (Take('?')) _out.Append('?');
        _maySkip |= hasGroups && min == 0;
        if (More && (pattern[_at] is '*' or '+' or '?' || Braces(_at, out _, out _, out _))) throw new PatternException("Nothing to repeat in the pattern.");
    }

    /// <summary>In JavaScript each round of a repetition begins with its groups unset.</summary>
    private void Reset(int groupsBefore)
    {
        NeedsBacktracking = true;
        for (var group = groupsBefore + 1; group <= _groups; group++) _out.Append(CultureInfo.InvariantCulture, $"(?({group})(?<-{group}>)|)");
    }

    private bool Braces(int at, out int min, out int max, out int end)
    {
        (min, max, end) = (0, 0, at);
        if (Peek(at) != '{') return false;
        var i = at + 1;
        if (!Number(ref i, out min)) return false;
        max = min;
        if (Peek(i) == ',')
        {
            i++;
            if (Peek(i) == '}') max = -1;
            else if (!Number(ref i, out max)) return false;
        }

        end = i + 1;
        return Peek(i) == '}';
    }

    private bool Number(ref int at, out int value)
    {
        var start = at;
        long number = 0;
        while (char.IsAsciiDigit(Peek(at))) number = Math.Min(int.MaxValue, (number * 10) + (pattern[at++] - '0'));
        value = (int)number;
        return at > start;
    }
}
