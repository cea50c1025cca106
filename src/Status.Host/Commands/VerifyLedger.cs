using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Status.Activities.Ledger.Verification;

namespace Status.Host.Commands;

/// <summary>
/// <c>status verify [--checkpoint old] [--key pub]</c>: the whole ledger against its checkpoints. Only reads; needs neither the master key nor a
/// running host.
/// </summary>
internal static class VerifyLedger
{
    /// <summary>The exit code of a ledger that is not sound, and of a request that cannot be understood.</summary>
    public const int Failed = 1;

    /// <summary>Runs the command and says what it checked and what is wrong.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="checkpointFile">A file with a checkpoint that was kept elsewhere; optional.</param>
    /// <param name="keys">Trusted keys, each as text or as a file that holds it.</param>
    /// <param name="output">Where to say it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>0 for a sound ledger, else <see cref="Failed"/>.</returns>
    public static async Task<int> RunAsync(
        NpgsqlDataSource dataSource, string? checkpointFile, IReadOnlyList<string> keys, TextWriter output, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var request = new VerificationRequest
            {
                Keys = [.. keys.Select(ReadKey)],
                OldCheckpoint = checkpointFile is null ? null : await File.ReadAllTextAsync(checkpointFile, cancellationToken),
            };
            var report = await new LedgerVerifier(dataSource).VerifyAsync(request, cancellationToken);
            await output.WriteAsync(Describe(report, Stopwatch.GetElapsedTime(started)));
            return report.IsSound ? 0 : Failed;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"status verify: {exception.Message}");
            return Failed;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            await output.WriteLineAsync("status verify: this database holds no ledger. Start the host once, or check --data and the connection string.");
            return Failed;
        }
    }

    private static string ReadKey(string given) => given.Contains('+', StringComparison.Ordinal) ? given : File.ReadAllText(given).Trim();

    private static string Describe(VerificationReport report, TimeSpan elapsed)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Checked {report.Entries} entries, {report.Tiles} tiles and {report.Checkpoints} checkpoints in {elapsed.TotalSeconds:0.0} s."));
        if (report.Head is { } head) text.WriteLine($"Head: {head.Size} entries, root {head.Root.ToBase64()}, posted {report.FirstAt:u} to {report.LastAt:u}.");
        else text.WriteLine(report is { Entries: 0, Checkpoints: 0 } ? "The ledger is empty." : "The ledger has no checkpoint with a valid signature.");
        foreach (var key in report.Keys) text.WriteLine($"Key: {key}");
        if (report is { KeysFromDatabase: true, Keys.Count: > 0 }) text.WriteLine("The key came from the database itself. Give the key you noted with --key, or a ledger signed anew would pass.");
        if (report.OldSize is { } old) text.WriteLine($"Compared with the given checkpoint of {old} entries.");
        else text.WriteLine("No older checkpoint was given: a restored backup or a tail deleted everywhere cannot be seen without one (--checkpoint).");
        foreach (var problem in report.Problems) text.WriteLine($"WRONG {problem}");
        if (report.ProblemsLeftOut > 0) text.WriteLine($"WRONG and {report.ProblemsLeftOut} more");
        text.WriteLine(report.IsSound ? "The ledger is sound." : "The ledger is NOT sound.");
        if (report is { IsSound: true, Head: { } sound }) text.Write($"Keep this checkpoint elsewhere for the next time:\n\n{sound.Note}");
        return text.ToString();
    }
}
