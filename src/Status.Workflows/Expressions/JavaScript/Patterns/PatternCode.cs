using System.Text.RegularExpressions;
using Status.Workflows.Expressions.JavaScript.Runtime;

namespace Status.Workflows.Expressions.JavaScript.Patterns;

/// <summary>
/// A pattern ready to match: linear-time where .NET can, else backtracking under a time limit taken from what the script has left. Immutable but for
/// the cached engines, one per power of two of the time limit.
/// </summary>
internal sealed class PatternCode
{
    private const int MaxLength = 10_000;
    private const int MaxPower = 24;

    private readonly string _expression;
    private readonly Regex?[] _engines = new Regex?[MaxPower + 1];
    private bool _linear;

    private PatternCode(string source, string flags, PatternRewriter rewriter, string expression)
    {
        (Source, Flags, Names, GroupCount) = (source, flags, rewriter.Names, rewriter.GroupCount);
        (_expression, _linear) = (expression, !rewriter.NeedsBacktracking);
    }

    public string Source { get; }

    public string Flags { get; }

    public int GroupCount { get; }

    public IReadOnlyList<string?> Names { get; }

    public bool IsGlobal => Flags.Contains('g', StringComparison.Ordinal);

    public bool IsSticky => Flags.Contains('y', StringComparison.Ordinal);

    public bool IsUnicode => Flags.Contains('u', StringComparison.Ordinal);

    public bool HasNames => Names.Any(n => n is not null);

    public static PatternCode? Create(string source, string flags, out string? problem)
    {
        problem = Check(source, flags);
        if (problem is not null) return null;
        try
        {
            var rewriter = new PatternRewriter(source, flags.Contains('i', StringComparison.Ordinal), flags.Contains('m', StringComparison.Ordinal), flags.Contains('s', StringComparison.Ordinal), flags.Contains('u', StringComparison.Ordinal));
            var code = new PatternCode(source, string.Concat(flags.Order()), rewriter, rewriter.Rewrite());
            code.Engine(MaxPower);
            return code;
        }
        catch (PatternException error)
        {
            problem = error.Message;
        }
        catch (RegexParseException error)
        {
            problem = $"The pattern cannot be used: {error.Message}";
        }

        return null;
    }

    public Match Match(Run run, string text, int from)
    {
        run.Charge(8 + ((text.Length - from) >> 3));
        var power = Math.Clamp((int)Math.Log2(Math.Max(1, run.TimeLeft.TotalMilliseconds)), 0, MaxPower);
        try
        {
            return Engine(power).Match(text, from);
        }
        catch (RegexMatchTimeoutException)
        {
            throw run.Limit(ScriptErrorKind.TimeLimit, $"The pattern /{Shown}/ took too long; it used up the time that the script had left.");
        }
    }

    private string Shown => Source.Length > 60 ? Source[..60] + "…" : Source;

    private static string? Check(string source, string flags)
    {
        if (source.Length > MaxLength) return $"The pattern is longer than {MaxLength} characters.";
        foreach (var flag in flags)
        {
            if (flag is 'd' or 'v') return $"The flag {flag} is not part of this dialect; g, i, m, s, u and y are.";
            if (!"gimsuy".Contains(flag, StringComparison.Ordinal)) return $"Invalid flags '{flags}'.";
        }

        return flags.Distinct().Count() == flags.Length ? null : $"Invalid flags '{flags}'.";
    }

    private Regex Engine(int power)
    {
        if (_engines[power] is { } engine) return engine;
        var timeout = TimeSpan.FromMilliseconds(1 << power);
        if (_linear)
        {
            try
            {
                return _engines[power] = new Regex(_expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, timeout);
            }
            catch (NotSupportedException)
            {
                // Too large for the linear engine (many counted repetitions): the time limit guards the other one.
                _linear = false;
            }
        }

        return _engines[power] = new Regex(_expression, RegexOptions.CultureInvariant, timeout);
    }
}
