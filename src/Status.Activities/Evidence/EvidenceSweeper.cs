using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Evidence.Storage;

namespace Status.Activities.Evidence;

/// <summary>Removes bytes that were stored ahead of a commit that never came. Several hosts may sweep at once: each skips what the other holds.</summary>
internal sealed partial class EvidenceSweeper(
    IEvidenceBlobs blobs, IOptions<EvidenceOptions> options, TimeProvider timeProvider, ILogger<EvidenceSweeper> logger) : BackgroundService
{
    private const int Batch = 500;

    /// <summary>One sweep.</summary>
    /// <returns>How many blobs went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = timeProvider.GetUtcNow() - options.Value.OrphanGrace;
        int removed, total = 0;
        do
        {
            removed = await blobs.SweepAsync(before, Batch, cancellationToken);
            total += removed;
        }
        while (removed == Batch);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await SweepAsync(stoppingToken) is > 0 and var removed) Swept(logger, removed);
            }
            catch (NpgsqlException exception)
            {
                // The database is away: the next sweep takes what this one left.
                SweepFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(EventId = 230, Level = LogLevel.Information, Message = "Removed {Count} pieces of collected content that no evidence refers to.")]
    private static partial void Swept(ILogger logger, int count);

    [LoggerMessage(EventId = 231, Level = LogLevel.Warning, Message = "Orphaned evidence content could not be swept; the next sweep tries again.")]
    private static partial void SweepFailed(ILogger logger, Exception exception);
}
