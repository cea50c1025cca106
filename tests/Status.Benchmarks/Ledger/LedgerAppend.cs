using System.Diagnostics;
using Status.Testing;

namespace Status.Benchmarks.Ledger;

/// <summary>
/// How fast the sequencer appends on a real PostgreSQL: digest, sign and commit batches of one size after the other, without the feed's own rows; then
/// how long proofs and a whole verification take over what was appended.
/// </summary>
internal static class LedgerAppend
{
    public static async Task<int> RunAsync(int entries)
    {
        foreach (var batch in (int[])[1, 64, 512])
        {
            await using var ledger = await LedgerHarness.CreateAsync();
            await ledger.FillAsync(batch, batch);
            var count = batch == 1 ? Math.Min(entries, 2_000) : entries;
            var started = Stopwatch.GetTimestamp();
            await ledger.FillAsync(count, batch);
            Report($"append, batches of {batch}", count, Stopwatch.GetElapsedTime(started));
            if (batch < 512) continue;
            var size = ledger.Position;
            started = Stopwatch.GetTimestamp();
            for (var i = 0; i < 1_000; i++) await ledger.Store.ProveInclusionAsync(i * 7919L % size, size, CancellationToken.None);
            Report("inclusion proofs", 1_000, Stopwatch.GetElapsedTime(started));
            started = Stopwatch.GetTimestamp();
            var report = await ledger.VerifyAsync();
            Report("verify, entries", report.Entries, Stopwatch.GetElapsedTime(started));
            if (!report.IsSound) return 1;
        }

        return 0;
    }

    private static void Report(string what, long count, TimeSpan elapsed) =>
        Console.WriteLine($"{what,-24} {count,9:N0} in {elapsed.TotalSeconds,6:N2} s = {count / elapsed.TotalSeconds,9:N0}/s");
}
