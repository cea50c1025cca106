using System.Text.RegularExpressions;

namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <summary>One line of docs/javascript.md.</summary>
internal sealed record SubsetLine(string What, string Source, string? Refusal);

/// <summary>The tables of docs/javascript.md are the specification; the tests run what users read.</summary>
internal static partial class SubsetTable
{
    public static IReadOnlyList<SubsetLine> Read()
    {
        var lines = new List<SubsetLine>();
        var section = "";
        foreach (var line in File.ReadLines(Path.Combine(Root(), "docs", "javascript.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = line[3..];
            if (!line.StartsWith('|') || section.StartsWith("Templates", StringComparison.Ordinal)) continue;
            var cells = CellEnd().Split(line)[1..^1].Select(c => c.Trim().Replace("\\|", "|", StringComparison.Ordinal)).ToArray();
            if (cells.Length < 2 || Code().Match(cells[1]) is not { Success: true } code) continue;
            var source = code.Groups[1].Length == 2 ? code.Groups[2].Value.Trim() : code.Groups[2].Value;
            lines.Add(new SubsetLine(cells[0], source.Replace('↵', '\n'), section == "What is not there" ? cells[2] : null));
        }

        return lines;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Status.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Status.sln was not found above the tests.");
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellEnd();

    [GeneratedRegex(@"^(`+)(.*)\1$", RegexOptions.Singleline)]
    private static partial Regex Code();
}
