using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;
using Status.Host.Hosting;

namespace Status.Host.WebConsole;

/// <summary>
/// The files of the console, listed once: an address names an entry of this list or nothing, so no address can reach a file outside the folder and
/// no folder can be browsed.
/// </summary>
internal sealed partial class ConsoleFiles
{
    /// <summary>The page that draws every address without a file.</summary>
    public const string Page = "index.html";

    private const string Forever = "public, max-age=31536000, immutable";
    private const string AskEachTime = "no-cache";

    private static readonly (string Coding, string Extension)[] _codings = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider _types = ContentTypes();
    private readonly Lazy<FrozenDictionary<string, ConsoleFile>> _files;

    public ConsoleFiles(IOptions<ConsoleOptions> options) => _files = new(() => List(options.Value.Folder ?? Find()));

    /// <summary>The file of an address below <c>/app/</c>; <c>null</c> when there is none.</summary>
    public ConsoleFile? this[string path] => _files.Value.GetValueOrDefault(path);

    private static string? Find() => ProductFolder.Find("console") ?? ProductFolder.Find(Path.Combine("artifacts", "console"));

    private static FrozenDictionary<string, ConsoleFile> List(string? folder)
    {
        if (folder is null || !Directory.Exists(folder)) return FrozenDictionary<string, ConsoleFile>.Empty;
        var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), file => new FileInfo(file), StringComparer.Ordinal);
        return paths.Where(entry => !IsForm(entry.Key, paths)).ToFrozenDictionary(entry => entry.Key, entry => Describe(entry.Key, paths), StringComparer.Ordinal);
    }

    private static bool IsForm(string path, Dictionary<string, FileInfo> all) =>
        _codings.Any(coding => path.EndsWith(coding.Extension, StringComparison.Ordinal) && all.ContainsKey(path[..^coding.Extension.Length]));

    private static ConsoleFile Describe(string path, Dictionary<string, FileInfo> all)
    {
        List<ConsoleFile.Form> forms = [];
        foreach (var (coding, extension) in _codings)
        {
            if (all.TryGetValue(path + extension, out var packed)) forms.Add(FormOf(coding, packed));
        }

        forms.Add(FormOf(coding: null, all[path]));
        return new ConsoleFile(_types.TryGetContentType(path, out var type) ? type : "application/octet-stream", KeepsItsBytes(path) ? Forever : AskEachTime, forms);
    }

    private static ConsoleFile.Form FormOf(string? coding, FileInfo file) =>
        new(coding, file.FullName, file.Length, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}{(coding is null ? "" : "-" + coding)}\"");

    /// <summary>The build puts a digest into the names of the console's files, and the version of Elsa Studio into the address of its files; what names them is asked for anew.</summary>
    private static bool KeepsItsBytes(string path) =>
        path.StartsWith("assets/", StringComparison.Ordinal) || (path.StartsWith("elsa/", StringComparison.Ordinal) && !Entry().IsMatch(path));

    private static FileExtensionContentTypeProvider ContentTypes()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".dat"] = "application/octet-stream";
        types.Mappings[".webmanifest"] = "application/manifest+json";
        foreach (var text in new[] { ".html", ".css", ".js", ".json", ".svg" }) types.Mappings[text] += "; charset=utf-8";
        return types;
    }

    [GeneratedRegex(@"^elsa/[^/]+/(index\.html|appsettings\.json|_framework/(dotnet|blazor\.webassembly)\.js)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();
}
