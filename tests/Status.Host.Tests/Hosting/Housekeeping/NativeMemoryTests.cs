using System.Globalization;
using System.Runtime.InteropServices;

namespace Status.Host.Tests.Hosting.Housekeeping;

public sealed class NativeMemoryTests
{
    /// <summary>The library can give back by itself only what is free at the end of its memory; the last piece stays in use here, as in a process that goes on.</summary>
    [Fact]
    public void Trim_FreeMemoryBelowAPieceInUse_IsNoLongerResident()
    {
        const int Pieces = 64 * 1024;
        var pieces = new IntPtr[Pieces];
        for (var i = 0; i < Pieces; i++)
        {
            pieces[i] = Marshal.AllocHGlobal(2048);
            Marshal.WriteByte(pieces[i], 1);
        }

        foreach (var piece in pieces[..^1]) Marshal.FreeHGlobal(piece);
        var before = ResidentKilobytes();
        Assert.True(Status.Host.Hosting.Housekeeping.NativeMemory.Trim());
        // 128 MB were free; other tests of this process may take some meanwhile.
        Assert.InRange(before - ResidentKilobytes(), 64 * 1024, long.MaxValue);
        Marshal.FreeHGlobal(pieces[^1]);
    }

    private static long ResidentKilobytes() =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
