using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Status.Workflows.Expressions;

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
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [ReadyTag], timeout: TimeSpan.FromSeconds(5)).AddCheck<CodeCheck>("code");
        return services;
    }

    /// <summary><c>/health</c> (all checks), <c>/health/live</c> (the process answers), <c>/health/ready</c> (it may be given work).</summary>
    public static void MapStatusHealth(this IEndpointRouteBuilder routes)
    {
        routes.Map("/health", Answer(routes, _ => true)).WithDisplayName("Health").AllowAnonymous();
        // Who asks does not matter, and finding it out would ask the database: a signed-in caller would hear during an outage that the process is not alive.
        routes.Map("/health/live", Answer(routes, _ => false)).WithDisplayName("Health: live").AllowAnonymous().ShortCircuit();
        routes.Map("/health/ready", Answer(routes, check => check.Tags.Contains(ReadyTag))).WithDisplayName("Health: ready").AllowAnonymous().ShortCircuit();
    }

    /// <summary>
    /// Everything that balances load asks, and nobody signs in for it: all who ask at the same time share one report, which would else cost each of them a query.
    /// </summary>
    private static RequestDelegate Answer(IEndpointRouteBuilder routes, Func<HealthCheckRegistration, bool> which)
    {
        var (checks, uptime) = (routes.ServiceProvider.GetRequiredService<HealthCheckService>(), routes.ServiceProvider.GetRequiredService<Uptime>());
        // Ends by itself: each check has its timeout.
        var probe = new SharedProbe<(int Status, byte[] Body)>(async () => Describe(await checks.CheckHealthAsync(which), uptime));
        return async context =>
        {
            var (status, body) = await probe.AskAsync().WaitAsync(context.RequestAborted);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = body.Length;
            context.Response.Headers.CacheControl = "no-store, no-cache";
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        };
    }

    private static (int Status, byte[] Body) Describe(HealthReport report, Uptime uptime) => (
        report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            status = report.Status.ToString().ToLowerInvariant(),
            uptimeSeconds = Math.Round(uptime.Elapsed.TotalSeconds, 1),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString().ToLowerInvariant()),
        }));

    private sealed class Uptime(TimeProvider time)
    {
        private readonly long _started = time.GetTimestamp();

        public TimeSpan Elapsed => time.GetElapsedTime(_started);
    }

    /// <summary>Degraded when code of definitions is refused here because too much of it does not end. The host is as good as others for all else, so it stays ready.</summary>
    private sealed class CodeCheck(IEnumerable<UnstoppableCode> unstoppable) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(unstoppable.Any(code => code.LeftBehind >= code.Places) ? HealthCheckResult.Degraded("Code that does not end holds all its places.") : HealthCheckResult.Healthy());
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
