using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Status.Host.Hosting;

/// <summary>The three health addresses. They are public and say nothing that helps an intruder.</summary>
internal static class Health
{
    /// <summary>The tag of checks that decide whether this host should get traffic.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Registers the database check.</summary>
    public static IServiceCollection AddStatusHealth(this IServiceCollection services)
    {
        // Made when the host is composed: a script that builds first and then becomes the host would count the build as well.
        services.AddSingleton(new Uptime(TimeProvider.System));
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [ReadyTag], timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    /// <summary><c>/health</c> (all checks), <c>/health/live</c> (the process answers), <c>/health/ready</c> (it may be given work).</summary>
    public static void MapStatusHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", With(_ => true)).AllowAnonymous();
        routes.MapHealthChecks("/health/live", With(_ => false)).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", With(check => check.Tags.Contains(ReadyTag))).AllowAnonymous();
    }

    private static HealthCheckOptions With(Func<HealthCheckRegistration, bool> predicate) =>
        new() { Predicate = predicate, ResponseWriter = WriteAsync };

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var uptime = context.RequestServices.GetRequiredService<Uptime>();
        return context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString().ToLowerInvariant(),
            uptimeSeconds = Math.Round(uptime.Elapsed.TotalSeconds, 1),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString().ToLowerInvariant()),
        });
    }

    private sealed class Uptime(TimeProvider time)
    {
        private readonly long _started = time.GetTimestamp();

        public TimeSpan Elapsed => time.GetElapsedTime(_started);
    }

    private sealed class DatabaseCheck(StatusDatabase database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.DataSource.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException exception)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", exception);
            }
        }
    }
}
