using System.Diagnostics;

namespace Status.Testing;

/// <summary>A folder that goes away with the test; other users may pass through it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("status-test-").FullName;
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>A path inside.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        // What a killed host left running would otherwise stay for ever.
        if (Directory.Exists(Path))
            StopServers(Path);
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Ends every PostgreSQL that works below a folder.</summary>
    public static void StopServers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "postmaster.pid", SearchOption.AllDirectories))
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", ["-QUIT", File.ReadLines(file).First()]) { RedirectStandardError = true, UseShellExecute = false })!;
            kill.WaitForExit();
        }
    }
}
