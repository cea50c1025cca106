using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Status.Benchmarks.Load;

/// <summary>One bounded run of wrk (Debian's package) and what it printed.</summary>
/// <param name="RequestsPerSecond">Answers per second.</param>
/// <param name="P50">Median latency as wrk prints it.</param>
/// <param name="P99">99th percentile of the latency as wrk prints it.</param>
/// <param name="Errors">Answers that were not 2xx or 3xx, and socket errors.</param>
internal sealed partial record Wrk(double RequestsPerSecond, string P50, string P99, long Errors)
{
    public static async Task<Wrk> RunAsync(string url, int connections, int seconds)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", url]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk could not be started; install Debian's package wrk.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Wrk(
            double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Percentile50().Match(output).Groups[1].Value,
            Percentile99().Match(output).Groups[1].Value,
            Failures().Matches(output).Sum(m => m.Groups[1].Value.Split(',').Sum(Digits)));
    }

    private static long Digits(string text) =>
        long.TryParse(string.Concat(text.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"50%\s+(\S+)")]
    private static partial Regex Percentile50();

    [GeneratedRegex(@"99%\s+(\S+)")]
    private static partial Regex Percentile99();

    [GeneratedRegex(@"(?:Non-2xx or 3xx responses|Socket errors): (.+)")]
    private static partial Regex Failures();
}
