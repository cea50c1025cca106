using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Status.Host.Hosting.Embedded;

/// <summary>Child processes under another user, and signals.</summary>
internal static partial class UnixProcess
{
    /// <summary>The signals that PostgreSQL's postmaster understands.</summary>
    public enum Signal
    {
        /// <summary>Fast shutdown: sessions are ended, everything is written.</summary>
        Interrupt = 2,

        /// <summary>Immediate shutdown: recovery at the next start.</summary>
        Quit = 3,
    }

    /// <summary>Starts a program as <paramref name="user"/>, or as the own user when it is <c>null</c>.</summary>
    /// <exception cref="StartupException">The program is missing, or this process may not become that user.</exception>
    public static Process Start(string? user, string file, IReadOnlyList<string> arguments)
    {
        try
        {
            return Process.Start(Describe(user, file, arguments))!;
        }
        catch (Win32Exception) when (user is not null && File.Exists("/usr/bin/setpriv"))
        {
            // Some containers let a program drop its identity but not the runtime's way of doing it.
            string[] drop = [$"--reuid={user}", $"--regid={GroupOf(user)}", "--clear-groups", "--no-new-privs", "--", file, .. arguments];
            return Process.Start(Describe(null, "/usr/bin/setpriv", drop))!;
        }
        catch (Win32Exception exception)
        {
            throw new StartupException($"{file} could not be started as user {user ?? Environment.UserName}: {exception.Message}.", exception);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The exit code, and both outputs together.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string? user, string file, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(user, file, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Sends a signal; a process that is gone is no error.</summary>
    public static void Send(int processId, Signal signal) => _ = Kill(processId, (int)signal);

    /// <summary>Whether a process still runs; a zombie that nobody has reaped does not.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The user that owns a file.</summary>
    public static async Task<string> OwnerOfAsync(string path, CancellationToken cancellationToken) =>
        (await RunAsync(null, "stat", ["-c", "%U", path], cancellationToken)).Output.Trim();

    private static ProcessStartInfo Describe(string? user, string file, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(file)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Secrets given to the host in its environment are none of the database's business.
        foreach (var name in start.Environment.Keys.Where(key => key != "PATH").ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        if (user is not null)
            start.UserName = user;
        return start;
    }

    private static string GroupOf(string user) =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(parts => parts[0] == user)?[3] ?? "65534";

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
