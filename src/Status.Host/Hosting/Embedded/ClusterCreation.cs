using System.Security.Cryptography;
using Npgsql;

namespace Status.Host.Hosting.Embedded;

/// <summary>Makes a new cluster beside its final place and moves it there when it is whole.</summary>
internal static class ClusterCreation
{
    /// <summary>Runs <c>initdb</c>.</summary>
    /// <exception cref="StartupException">It failed; the message carries what it said.</exception>
    public static async Task CreateAsync(PostgresHome home, PostgresBinaries binaries, string password, CancellationToken cancellationToken)
    {
        if (Directory.Exists(home.Cluster) && Directory.EnumerateFileSystemEntries(home.Cluster).Any())
            throw new StartupException(
                $"{home.Cluster} holds files but no PG_VERSION, so it is no PostgreSQL cluster. Move it away, or choose another data folder (--data).");
        // A start that was cut off leaves only this folder, which is nobody's data yet.
        var half = home.Cluster + ".new";
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true);
        Directory.CreateDirectory(half, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var passwordFile = $"/tmp/status-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.pw";
        try
        {
            DataFolder.WriteSecret(passwordFile, password);
            if (home.User is not null)
            {
                await GiveAsync(home.User, half, cancellationToken);
                await GiveAsync(home.User, passwordFile, cancellationToken);
            }

            string[] arguments =
            [
                "-D", half, "-U", PostgresCluster.Role, "-E", "UTF8", "--no-locale", "--no-instructions",
                "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", $"--pwfile={passwordFile}",
            ];
            var (exitCode, output) = await UnixProcess.RunAsync(home.User, binaries.Program("initdb"), arguments, cancellationToken);
            if (exitCode != 0)
                throw new StartupException($"initdb could not make a PostgreSQL cluster in {half} (exit code {exitCode}). It said: {output.Trim()}");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        if (Directory.Exists(home.Cluster))
            Directory.Delete(home.Cluster);
        Directory.Move(half, home.Cluster);
    }

    /// <summary>Makes the product's database unless it is there.</summary>
    public static async Task EnsureDatabaseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = 'status'", connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = new NpgsqlCommand("create database status template template0", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Makes another user the owner of a file or folder; only root can.</summary>
    public static async Task GiveAsync(string user, string path, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await UnixProcess.RunAsync(null, "chown", [user, path], cancellationToken);
        if (exitCode != 0)
            throw new StartupException($"{path} could not be given to user {user}: {output.Trim()}");
    }
}
