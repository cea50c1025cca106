using System.Text.RegularExpressions;

namespace Status.Architecture.Tests;

/// <summary>Promises about the repository as a whole that would rot if only people remembered them.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] _topLevel = ["src/Status.Workflows", "src/Status.Activities", "src/Status.Host", "workflows", "tests"];

    [Fact]
    public void TopLevel_IsTheHouseOfTheArchitecture() =>
        Assert.All(_topLevel, folder => Assert.True(Directory.Exists(Path.Combine(Repository.Root, folder)), folder));

    [Fact]
    public void Documentation_NamesOnlyFilesThatExist()
    {
        var missing = new List<string>();
        foreach (var document in Documents())
        {
            foreach (Match match in PathInBackticks().Matches(File.ReadAllText(document)))
            {
                var path = match.Groups["path"].Value.TrimEnd('/');
                if (!Exists(path)) missing.Add($"{Repository.Relative(document)} names {path}");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing.Distinct()));
    }

    [Fact]
    public void Documentation_NamesEveryKeyOfTheConfiguration()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "operations.md"));
        var missing = new List<string>();
        foreach (var file in Repository.SourceFiles("src").Where(f => f.EndsWith("Options.cs", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            if (SectionName().Match(text) is not { Success: true } section) continue;
            var named = string.Join('\n', lines.Where(l => l.Contains(section.Groups["name"].Value + ":", StringComparison.Ordinal)));
            missing.AddRange(SettableProperty().Matches(text).Select(m => m.Groups["name"].Value).Where(p => !named.Contains(":" + p, StringComparison.Ordinal)).Select(p => $"{section.Groups["name"].Value}:{p}"));
        }

        Assert.True(missing.Count == 0, "docs/operations.md does not name " + string.Join(", ", missing));
    }

    [Fact]
    public void Documentation_LinksLeadSomewhere()
    {
        var missing = new List<string>();
        foreach (var document in Documents())
        {
            foreach (Match match in RelativeLink().Matches(File.ReadAllText(document)))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, match.Groups["path"].Value);
                if (!File.Exists(target) && !Directory.Exists(target)) missing.Add($"{Repository.Relative(document)} links to {match.Groups["path"].Value}");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing.Distinct()));
    }

    [Fact]
    public void SourceFile_HoldsTheNamespaceOfItsFolder()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.SourceFiles("src"))
        {
            var match = FileNamespace().Match(File.ReadAllText(file));
            if (!match.Success) continue;
            var expected = Path.GetDirectoryName(Repository.Relative(file))!.Replace("src/", "", StringComparison.Ordinal).Replace('/', '.');
            if (match.Groups["name"].Value != expected) wrong.Add($"{Repository.Relative(file)}: {match.Groups["name"].Value}, expected {expected}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));

    private static bool Exists(string path)
    {
        var full = Path.Combine(Repository.Root, path);
        if (!path.Contains('*', StringComparison.Ordinal)) return File.Exists(full) || Directory.Exists(full);
        var folder = Path.GetDirectoryName(full)!;
        return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(full)).Any();
    }

    [GeneratedRegex("""const string SectionName = "(?<name>[^"]+)";""")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"public [\w<>?\[\],. ]+ (?<name>\w+) \{ get; (?:(?:set|init); )?\}")]
    private static partial Regex SettableProperty();

    [GeneratedRegex(@"`(?<path>(?:src|tests|docs|workflows|studio|eng|deploy)/[A-Za-z0-9_.*/-]+)`")]
    private static partial Regex PathInBackticks();

    [GeneratedRegex(@"\]\((?<path>(?!https?:|mailto:|#|/)[^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileNamespace();
}
