namespace Status.Host.Hosting.Embedded;

/// <summary>What PostgreSQL writes into <c>postmaster.pid</c>: its process, and the folder of its socket.</summary>
/// <param name="ProcessId">The postmaster.</param>
/// <param name="SocketFolder">Where <c>.s.PGSQL.5432</c> lies; empty when it has none yet.</param>
internal sealed record PostmasterFile(int ProcessId, string SocketFolder)
{
    /// <summary>The file in a cluster's folder.</summary>
    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Reads the file; <c>null</c> when there is none, or it is not whole.</summary>
    public static PostmasterFile? Read(string cluster)
    {
        var file = PathIn(cluster);
        if (!File.Exists(file))
            return null;
        var lines = File.ReadAllLines(file);
        return lines.Length > 0 && int.TryParse(lines[0], out var id) ? new PostmasterFile(id, lines.ElementAtOrDefault(4) ?? string.Empty) : null;
    }

    /// <summary>
    /// Whether the process is PostgreSQL on this cluster. After a restart of the machine the number may belong to anybody; PostgreSQL
    /// always works inside its cluster's folder.
    /// </summary>
    public bool IsRunningOn(string cluster)
    {
        if (!UnixProcess.IsAlive(ProcessId))
            return false;
        try
        {
            return File.ResolveLinkTarget($"/proc/{ProcessId}/cwd", returnFinalTarget: false)?.FullName == cluster;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's process: this user could not have started it.
            return false;
        }
    }
}
