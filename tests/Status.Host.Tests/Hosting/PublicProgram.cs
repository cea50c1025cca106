using System.Diagnostics;

namespace Status.Host.Tests.Hosting;

/// <summary>The host where every user can read it; the clone may be closed to others.</summary>
internal static class PublicProgram
{
    /// <summary>Copies the host with all that it loads.</summary>
    /// <param name="folder">Where to; it is made.</param>
    /// <returns>The file to start.</returns>
    public static string CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        Run("cp", "-r", AppContext.BaseDirectory + ".", folder);
        Run("chmod", "-R", "a+rX", folder);
        return Path.Combine(folder, "status-host.dll");
    }

    /// <summary>Runs a program of the system to its end, which must be a good one.</summary>
    public static void Run(string file, params string[] arguments)
    {
        using var process = Process.Start(file, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
