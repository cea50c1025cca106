using System.Text.RegularExpressions;

namespace Status.Contracts.Tests.Elsa;

/// <summary>The differences that are meant, each with its reason: lines of <c>allowed-differences.txt</c>, <c>route: difference # reason</c>, where <c>*</c> stands for any text.</summary>
internal sealed class AllowedDifferences
{
    private readonly List<(string Line, string Reason, Regex Pattern)> _lines;
    private readonly HashSet<string> _used = [];

    private AllowedDifferences(List<(string Line, string Reason, Regex Pattern)> lines) => _lines = lines;

    public int Count => _lines.Count;

    /// <summary>The lines as they stand in the file, without reasons.</summary>
    public IEnumerable<string> Lines => _lines.Select(line => line.Line);

    /// <summary>Lines without a reason.</summary>
    public IEnumerable<string> Unexplained => _lines.Where(line => line.Reason.Length < 10).Select(line => line.Line);

    /// <summary>Lines that no difference has asked for: they can go.</summary>
    public IEnumerable<string> Unused => Lines.Where(line => !_used.Contains(line));

    public static AllowedDifferences Read()
    {
        using var stream = typeof(AllowedDifferences).Assembly.GetManifestResourceStream("Status.Contracts.Tests.Elsa.allowed-differences.txt")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(" # ", 2))
            .Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? "", new Regex($"^{Regex.Escape(parts[0]).Replace("\\*", ".*", StringComparison.Ordinal)}$")))
            .ToList();
        return new AllowedDifferences(lines);
    }

    /// <summary>Whether a difference is meant.</summary>
    public bool Allows(string difference)
    {
        var found = _lines.Where(line => line.Pattern.IsMatch(difference)).Select(line => line.Line).ToList();
        _used.UnionWith(found);
        return found.Count > 0;
    }
}
