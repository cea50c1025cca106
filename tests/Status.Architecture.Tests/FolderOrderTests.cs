using System.Text.RegularExpressions;

namespace Status.Architecture.Tests;

/// <summary>Dependencies go one way: inside the engine down the list of eng/folder-order.txt, inside the capabilities to Compliance only.</summary>
public sealed partial class FolderOrderTests
{
    [Fact]
    public void EngineFolder_ImportsOnlyFoldersAboveIt()
    {
        var order = Order();
        var violations = new List<string>();
        foreach (var file in Repository.SourceFiles("src/Status.Workflows"))
        {
            var folder = Repository.Relative(file).Split('/')[2];
            if (folder.EndsWith(".cs", StringComparison.Ordinal)) continue;
            foreach (Match match in EngineNamespace().Matches(Repository.Code(file)))
            {
                var used = match.Groups["folder"].Value;
                if (used != folder && order.Contains(used) && order.IndexOf(used) > order.IndexOf(folder))
                    violations.Add($"{Repository.Relative(file)} uses {used}, which stands below {folder}");
            }
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations.Distinct()));
    }

    [Fact]
    public void EngineFolder_StandsInTheOrderFile()
    {
        var order = Order();
        var unknown = Directory.GetDirectories(Path.Combine(Repository.Root, "src/Status.Workflows"))
            .Select(d => Path.GetFileName(d)!)
            .Where(d => d is not ("bin" or "obj") && !order.Contains(d));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Engine_KnowsNoCompliance()
    {
        var offenders = Repository.SourceFiles("src/Status.Workflows")
            .Where(f => Repository.Code(f).Contains("Status.Activities", StringComparison.Ordinal) || Repository.Code(f).Contains("Status.Host", StringComparison.Ordinal))
            .Select(Repository.Relative);
        Assert.Empty(offenders);
    }

    [Fact]
    public void Slice_ImportsNoSibling()
    {
        var violations = new List<string>();
        foreach (var file in Repository.SourceFiles("src/Status.Activities"))
        {
            var slice = Repository.Relative(file).Split('/')[2];
            if (slice.EndsWith(".cs", StringComparison.Ordinal)) continue;
            violations.AddRange(SliceNamespace().Matches(Repository.Code(file))
                .Select(m => m.Groups["slice"].Value)
                .Where(used => used != slice && used != "Compliance")
                .Select(used => $"{Repository.Relative(file)} uses {used}"));
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations.Distinct()));
    }

    private static List<string> Order() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "eng/folder-order.txt")).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')];

    [GeneratedRegex(@"Status\.Workflows\.(?<folder>\w+)")]
    private static partial Regex EngineNamespace();

    [GeneratedRegex(@"Status\.Activities\.(?<slice>[A-Z]\w+)")]
    private static partial Regex SliceNamespace();
}
