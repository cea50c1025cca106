using System.Globalization;

namespace Status.Benchmarks.Load;

/// <summary>What a process and those it started have used, read from <c>/proc</c>.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>A process and all below it.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var children = new Dictionary<int, List<int>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || Fields(id) is not { } fields) continue;
            var parent = int.Parse(fields[1], CultureInfo.InvariantCulture);
            if (!children.TryGetValue(parent, out var list)) children[parent] = list = [];
            list.Add(id);
        }

        var found = new List<int>();
        var open = new Stack<int>([root]);
        while (open.TryPop(out var id))
        {
            found.Add(id);
            foreach (var child in children.GetValueOrDefault(id) ?? []) open.Push(child);
        }

        return found;
    }

    /// <summary>Processor time of processes in seconds, user and system.</summary>
    public static double CpuSeconds(IEnumerable<int> processes) => processes.Sum(id =>
        Fields(id) is { } f ? (long.Parse(f[11], CultureInfo.InvariantCulture) + long.Parse(f[12], CultureInfo.InvariantCulture)) / TicksPerSecond : 0);

    /// <summary>Resident memory of one process in MB.</summary>
    public static double ResidentMegabytes(int process) => Kilobytes($"/proc/{process}/status", "VmRSS:") / 1024;

    /// <summary>Memory of processes in MB; pages that several share count once in all.</summary>
    public static double ProportionalMegabytes(IEnumerable<int> processes) => processes.Sum(id => Kilobytes($"/proc/{id}/smaps_rollup", "Pss:")) / 1024;

    /// <summary>Busy processor time of the whole machine in seconds.</summary>
    public static double MachineBusySeconds()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return (fields.Sum() - fields[3] - fields[4]) / TicksPerSecond;
    }

    private static double Kilobytes(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It ended meanwhile.
        }
    }

    /// <summary>The fields of <c>stat</c> behind the program's name.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // It ended meanwhile.
        }
    }
}
