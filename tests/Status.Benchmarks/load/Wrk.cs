using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Status.Benchmarks.Load;

/// <summary>One bounded run of wrk (Debian's package) and what it printed.</summary>
/// <param name="Requests">Answers in all.</param>
/// <param name="RequestsPerSecond">Answers per second.</param>
/// <param name="P50">Median latency in milliseconds.</param>
/// <param name="P99">99th percentile of the latency in milliseconds.</param>
/// <param name="Errors">Answers that were not 2xx or 3xx, and socket errors.</param>
internal sealed partial record Wrk(long Requests, double RequestsPerSecond, double P50, double P99, long Errors)
{
    /// <summary>Runs it in a closed loop on one thread.</summary>
    /// <param name="url">Address.</param>
    /// <param name="connections">Connections.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="bodyFile">JSON to post; <c>null</c> for GET.</param>
    public static async Task<Wrk> RunAsync(string url, int connections, int seconds, string? bodyFile = null)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "--timeout", "30s"]) start.ArgumentList.Add(argument);
        var script = bodyFile is null ? null : Path.ChangeExtension(bodyFile, ".lua");
        if (script is not null)
        {
            await File.WriteAllTextAsync(script, $"local f = assert(io.open('{bodyFile}', 'rb'))\nwrk.body = f:read('*a')\nf:close()\nwrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\n");
            start.ArgumentList.Add("-s");
            start.ArgumentList.Add(script);
        }

        start.ArgumentList.Add(url);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk could not be started; install Debian's package wrk.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (!Rate().IsMatch(output)) throw new InvalidOperationException($"wrk said:\n{output}");
        return new Wrk(
            long.Parse(Total().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Milliseconds(Percentile50().Match(output)),
            Milliseconds(Percentile99().Match(output)),
            Failures().Matches(output).Sum(m => m.Groups[1].Value.Split(',').Sum(Digits)));
    }

    private static double Milliseconds(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch
    {
        "us" => 0.001,
        "ms" => 1,
        "s" => 1000,
        _ => 60_000,
    };

    private static long Digits(string text) =>
        long.TryParse(string.Concat(text.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Total();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"50%\s+([\d.]+)(\w+)")]
    private static partial Regex Percentile50();

    [GeneratedRegex(@"99%\s+([\d.]+)(\w+)")]
    private static partial Regex Percentile99();

    [GeneratedRegex(@"(?:Non-2xx or 3xx responses|Socket errors): (.+)")]
    private static partial Regex Failures();
}
