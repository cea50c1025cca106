using Microsoft.Extensions.Options;
using Status.Host.Hosting.Embedded;

namespace Status.Host.Hosting;

/// <summary>Which database the configuration asks for.</summary>
/// <param name="ConnectionString">The external server; <c>null</c> for the embedded one.</param>
/// <param name="Embedded">How the embedded one is to run.</param>
internal sealed record DatabaseChoice(string? ConnectionString, PostgresOptions Embedded)
{
    /// <summary>Reads the configuration.</summary>
    /// <exception cref="StartupException">The connection string is malformed, or there is none in Production.</exception>
    public static DatabaseChoice Read(IConfiguration configuration, IHostEnvironment environment, IOptions<PostgresOptions> options)
    {
        var connectionString = ExternalServer.Parse(configuration.GetConnectionString("Status"));
        if (connectionString is null && !(options.Value.Embedded ?? !environment.IsProduction()))
            throw new StartupException(
                $"There is no database: no connection string in ConnectionStrings__Status, and the embedded PostgreSQL is not chosen in the "
                + $"environment {environment.EnvironmentName}. Give a connection string, or choose the embedded one with "
                + "STATUS__Postgres__Embedded=true.");
        return new DatabaseChoice(connectionString, options.Value);
    }
}
