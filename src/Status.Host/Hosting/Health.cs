using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Status.Workflows.Expressions;

namespace Status.Host.Hosting;

/// <summary>The three health addresses. They are public and say nothing that helps an intruder.</summary>
internal static class Health
{
    /// <summary>The tag of checks that decide whether this host should get traffic.</summary>
    public const string ReadyTag = "ready";

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);

    /// <summary>Registers the database check.</summary>
    public static IServiceCollection AddStatusHealth(this IServiceCollection services)
    {
        // Made when the host is composed: a script that builds first and then becomes the host would count the build as well.
        services.AddSingleton(new Uptime(TimeProvider.System));
        services.AddSingleton<DatabaseCheck>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [ReadyTag], timeout: _timeout).AddCheck<CodeCheck>("code");
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

    /// <summary>Degraded when code of definitions is refused here because too much of it does not end. The host is as good as others for all else, so it stays ready.</summary>
    private sealed class CodeCheck(IEnumerable<UnstoppableCode> unstoppable) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(unstoppable.Any(code => code.LeftBehind >= code.Places) ? HealthCheckResult.Degraded("Code that does not end holds all its places.") : HealthCheckResult.Healthy());
    }

    /// <summary>
    /// Whether the database answers. Health is public and asked by everything that balances load, so all who ask at the same time share a query: a thousand of them kept a core busy with a thousand.
    /// </summary>
    private sealed class DatabaseCheck(StatusDatabase database, TimeProvider time) : IHealthCheck
    {
        private readonly SharedProbe<HealthCheckResult> _probe = new(() => AskAsync(database, time));

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => _probe.AskAsync().WaitAsync(cancellationToken);

        private static async Task<HealthCheckResult> AskAsync(StatusDatabase database, TimeProvider time)
        {
            using var timeout = new CancellationTokenSource(_timeout, time);
            try
            {
                await using var command = database.DataSource.CreateCommand("select 1");
                await command.ExecuteScalarAsync(timeout.Token);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", exception);
            }
        }
    }
}
