using Quartz;

namespace Status.Host.Hosting.Housekeeping;

/// <summary>Runs housekeeping by Quartz, in memory: what is due is due on every host, and nothing needs to be remembered over a restart.</summary>
internal static class HousekeepingSetup
{
    /// <summary>Adds the scheduler, and the task that gives unused memory back twice a minute (docs/performance.md says how much that is).</summary>
    public static IServiceCollection AddHousekeeping(this IServiceCollection services)
    {
        services.AddQuartz(quartz => quartz.UseInMemoryStore());
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddHostedService<HousekeepingSchedule>();
        return services.AddHousekeepingTask("memory", "25/30 * * * * ?", static (_, _) =>
        {
            NativeMemory.Trim();
            return Task.CompletedTask;
        });
    }

    /// <summary>Adds a task; any capability may.</summary>
    /// <exception cref="FormatException">The cron expression is wrong.</exception>
    public static IServiceCollection AddHousekeepingTask(
        this IServiceCollection services, string name, string cron, Func<IServiceProvider, CancellationToken, Task> run)
    {
        _ = CronExpression.Parse(cron);
        return services.AddSingleton(new HousekeepingTask(name, cron, run));
    }
}
