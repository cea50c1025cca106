using Quartz;

namespace Status.Host.Hosting.Housekeeping;

/// <summary>Runs the task that the job's key names.</summary>
[DisallowConcurrentExecution]
internal sealed partial class HousekeepingJob(IServiceProvider services, IEnumerable<HousekeepingTask> tasks, ILogger<HousekeepingJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var task = tasks.Single(candidate => candidate.Name == context.JobDetail.Key.Name);
        try
        {
            await task.Run(services, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The next time by the schedule tries again; a failed turn must not end the schedule.
            Failed(logger, failure, task.Name);
        }
    }

    [LoggerMessage(EventId = 340, Level = LogLevel.Error, Message = "Housekeeping {Task} failed; it runs again by its schedule")]
    private static partial void Failed(ILogger logger, Exception failure, string task);
}
