using Npgsql;
using Status.Host.Hosting.Embedded;

namespace Status.Host.Hosting;

/// <summary>Checks a PostgreSQL server that somebody else runs.</summary>
internal static class ExternalServer
{
    private const string Key = "ConnectionStrings:Status (environment ConnectionStrings__Status)";

    /// <summary>Connects once and reads the version.</summary>
    /// <exception cref="StartupException">It cannot be reached, refuses the sign-in or is too old.</exception>
    public static async Task CheckAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            if (connection.PostgreSqlVersion.Major < PostgresBinaries.OldestMajor)
                throw new StartupException(
                    $"The PostgreSQL named by {Key} is version {connection.PostgreSqlVersion}; STATUS needs {PostgresBinaries.OldestMajor} or later.");
        }
        catch (PostgresException exception)
        {
            throw new StartupException(
                $"The PostgreSQL named by {Key} refused the connection: {exception.MessageText} ({exception.SqlState}). "
                + "Correct the user, password or database in it.",
                exception);
        }
        catch (NpgsqlException exception)
        {
            throw new StartupException(
                $"The PostgreSQL named by {Key} cannot be reached: {exception.Message} Start it, correct Host and Port, or remove the key to use "
                + "the embedded database.",
                exception);
        }
    }

    /// <summary>Reads the configured connection string.</summary>
    /// <returns><c>null</c> when none is configured.</returns>
    /// <exception cref="StartupException">It is not a connection string.</exception>
    public static string? Parse(string? configured)
    {
        if (string.IsNullOrWhiteSpace(configured))
            return null;
        try
        {
            return new NpgsqlConnectionStringBuilder(configured).ConnectionString;
        }
        catch (ArgumentException exception)
        {
            // The text is not repeated: it may hold a password.
            throw new StartupException(
                $"{Key} is not a connection string: {exception.Message} Write it as Host=…;Port=5432;Database=…;Username=…;Password=….", exception);
        }
    }
}
