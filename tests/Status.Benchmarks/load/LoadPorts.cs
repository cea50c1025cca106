using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>Where what is measured listens: ten ports from 4090, or from <c>STATUS_LOAD_PORT</c> when several people measure on one machine.</summary>
internal static class LoadPorts
{
    private static readonly int _first = int.Parse(Environment.GetEnvironmentVariable("STATUS_LOAD_PORT") ?? "4090", CultureInfo.InvariantCulture);

    /// <summary>An address on the loopback.</summary>
    /// <param name="number">0 to 9.</param>
    public static string Url(int number) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_first + number}");
}
