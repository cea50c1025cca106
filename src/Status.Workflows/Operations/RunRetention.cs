using Microsoft.Extensions.Options;

namespace Status.Workflows.Operations;

/// <summary>Forgets what is older than its retention: runs that have ended, and their journals. A few at a time, so that nobody waits for a long transaction.</summary>
/// <param name="catalog">Keeps runs.</param>
/// <param name="options">How long.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class RunRetention(IRunCatalog catalog, IOptions<RunRetentionOptions> options, TimeProvider timeProvider)
{
    private const int AtOnce = 500;

    /// <summary>One round.</summary>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>How many runs and how many journals are gone.</returns>
    public async Task<(int Runs, int Journals)> TrimAsync(CancellationToken cancellationToken = default)
    {
        var now = timeProvider.GetUtcNow();
        var runs = options.Value.Runs is { } forRuns ? await TrimAsync(now - forRuns, journalsOnly: false, cancellationToken) : 0;
        var journals = options.Value.Journals is { } forJournals ? await TrimAsync(now - forJournals, journalsOnly: true, cancellationToken) : 0;
        return (runs, journals);
    }

    private async Task<int> TrimAsync(DateTimeOffset endedBefore, bool journalsOnly, CancellationToken cancellationToken)
    {
        for (var gone = 0; ;)
        {
            var now = await catalog.TrimAsync(endedBefore, journalsOnly, AtOnce, cancellationToken);
            gone += now;
            if (now < AtOnce) return gone;
        }
    }
}
