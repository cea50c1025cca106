using System.Security.Cryptography;

namespace Status.Host.Hosting.Embedded;

/// <summary>Where a data folder's cluster lies and who owns it.</summary>
/// <param name="Cluster">PostgreSQL's own folder (PGDATA).</param>
/// <param name="Base">The folder around it, where programs may be copied to.</param>
/// <param name="User">The user that PostgreSQL runs as; <c>null</c> for the host's own.</param>
internal sealed record PostgresHome(string Cluster, string Base, string? User)
{
    /// <summary>The file in a data folder that names a cluster outside of it.</summary>
    public const string LocationFile = "postgres.location";

    private const string SystemFolder = "/var/lib/status";

    /// <summary>The major version of the cluster; <c>null</c> when there is none yet.</summary>
    public int? Major =>
        File.Exists(Path.Combine(Cluster, "PG_VERSION")) ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim()) : null;

    /// <summary>Finds the cluster of a data folder, or the place for a new one.</summary>
    /// <exception cref="StartupException">The folder is root's and no other place can be made.</exception>
    public static async Task<PostgresHome> LocateAsync(string dataFolder, PostgresOptions options, CancellationToken cancellationToken)
    {
        var location = Path.Combine(dataFolder, LocationFile);
        var around = File.Exists(location) ? (await File.ReadAllTextAsync(location, cancellationToken)).Trim() : dataFolder;
        var cluster = Path.Combine(around, "postgres");
        if (!Environment.IsPrivilegedProcess)
            return new PostgresHome(cluster, around, null);
        if (Directory.Exists(cluster) && await UnixProcess.OwnerOfAsync(cluster, cancellationToken) is var owner and not "root")
        {
            await RequireReachableAsync(owner, cluster, cancellationToken);
            return new PostgresHome(cluster, around, owner);
        }

        var user = options.User ?? (UserExists("postgres") ? "postgres" : "nobody");
        if (!UserExists(user))
            throw new StartupException($"There is no user {user} (key Status:Postgres:User). Name an existing unprivileged user.");
        if (await CanReachAsync(user, around, cancellationToken))
            return new PostgresHome(cluster, around, user);
        around = Path.Combine(SystemFolder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
        return await MoveOutAsync(around, location, user, cancellationToken);
    }

    /// <summary>Finds the cluster that a data folder already has, without asking who owns it.</summary>
    public static string ClusterOf(string dataFolder)
    {
        var location = Path.Combine(dataFolder, LocationFile);
        return Path.Combine(File.Exists(location) ? File.ReadAllText(location).Trim() : dataFolder, "postgres");
    }

    private static async Task<PostgresHome> MoveOutAsync(string around, string location, string user, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(around);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"User {user}, who runs PostgreSQL because the host runs as root, cannot reach the data folder {Path.GetDirectoryName(location)}, "
                + $"and {around} could not be made instead: {exception.Message} Choose a data folder that others may pass through (--data).",
                exception);
        }

        await RequireReachableAsync(user, around, cancellationToken);
        await File.WriteAllTextAsync(location, around + "\n", cancellationToken);
        return new PostgresHome(Path.Combine(around, "postgres"), around, user);
    }

    private static bool UserExists(string name) =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));

    private static async Task<bool> CanReachAsync(string user, string folder, CancellationToken cancellationToken) =>
        (await UnixProcess.RunAsync(user, "/bin/sh", ["-c", "cd -- \"$1\"", "sh", folder], cancellationToken)).ExitCode == 0;

    private static async Task RequireReachableAsync(string user, string folder, CancellationToken cancellationToken)
    {
        if (!await CanReachAsync(user, folder, cancellationToken))
            throw new StartupException(
                $"User {user}, who runs PostgreSQL because the host runs as root, cannot reach {folder}. "
                + "Let others pass through every folder on the way to it (chmod o+x).");
    }
}
