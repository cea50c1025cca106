using Quartz;

namespace Status.Host.Hosting.Housekeeping;

/// <summary>Puts every task on the scheduler when the host starts.</summary>
internal sealed class HousekeepingSchedule(ISchedulerFactory factory, IEnumerable<HousekeepingTask> tasks) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken);
        var jobs = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>();
        foreach (var task in tasks)
        {
            var once = TriggerBuilder.Create().WithIdentity(task.Name + ".start").StartNow().Build();
            var often = TriggerBuilder.Create().WithIdentity(task.Name).WithCronSchedule(task.Cron, schedule => schedule.InTimeZone(TimeZoneInfo.Utc)).Build();
            jobs.Add(JobBuilder.Create<HousekeepingJob>().WithIdentity(task.Name).Build(), [once, often]);
        }

        await scheduler.ScheduleJobs(jobs, new ScheduleJobOptions { Replace = true }, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
