using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Workflows.Execution;

namespace Status.Workflows.Feed;

/// <summary>Runs a loop for each registered <see cref="Follower"/>.</summary>
internal sealed class FollowerService(
    IEnumerable<Follower> followers, IFeed feed, HostIdentity host, IOptions<FeedOptions> options, FollowerHealth health, TimeProvider timeProvider,
    ILogger<FollowerLoop> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var all = followers.ToList();
        var twice = all.GroupBy(f => f.Name).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw new InvalidOperationException($"Two followers are named {twice.Key}: each needs a cursor of its own.");
        return Task.WhenAll(all.Select(f => Task.Run(
            () => new FollowerLoop(f, feed, host, options.Value, health, timeProvider, logger).RunAsync(stoppingToken), stoppingToken)));
    }
}
