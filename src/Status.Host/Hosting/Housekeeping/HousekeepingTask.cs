namespace Status.Host.Hosting.Housekeeping;

/// <summary>Something that keeps the host in order: retention, rollups, reports. Runs once at the start of the host and then by its schedule.</summary>
/// <param name="Name">Unique name, for logs.</param>
/// <param name="Cron">Quartz cron expression with seconds, in UTC.</param>
/// <param name="Run">
/// The work. Every host of a cluster runs it, so it must be safe on several at once; on one host it never overlaps itself. Cancelled when the host stops.
/// </param>
internal sealed record HousekeepingTask(string Name, string Cron, Func<IServiceProvider, CancellationToken, Task> Run);
