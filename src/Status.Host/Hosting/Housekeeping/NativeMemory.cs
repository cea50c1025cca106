using System.Runtime.InteropServices;

namespace Status.Host.Hosting.Housekeeping;

/// <summary>The memory that the C library manages. The compiler of .NET takes and frees a lot of it while code gets hot, and the library keeps what is free between pieces that are in use.</summary>
internal static partial class NativeMemory
{
    /// <summary>Gives free pages back to the system. Takes a few milliseconds; does nothing where the C library has no such call (musl).</summary>
    /// <returns>Whether some were given back.</returns>
    public static bool Trim()
    {
        try
        {
            return Trim(0) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint keep);
}
