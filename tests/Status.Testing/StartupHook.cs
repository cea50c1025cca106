using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>
/// Kills the process it is loaded into while a chosen activity runs, without that process knowing: the runtime loads this assembly when
/// <c>DOTNET_STARTUP_HOOKS</c> names it. <c>STATUS_TEST_KILL_IN</c> is the type of the activity, <c>run</c> and the id of a definition, or <c>commit</c>, <c>STATUS_TEST_KILL_AT</c> which of its executions (1 when absent).
/// <c>STATUS_TEST_KILL_WHEN</c> is <c>begin</c> (when absent: before the activity's own code) or <c>end</c> (its code has run and nothing of it is committed).
/// <c>STATUS_TEST_SPANS_TO</c> names a file that gets the type of every activity that begins, one a line.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for a class of this name outside any namespace.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    private const int SigKill = 9;
    private static readonly Lock _gate = new();
    private static int _left = int.TryParse(Environment.GetEnvironmentVariable("STATUS_TEST_KILL_AT"), out var at) ? at : 1;

    public static void Initialize()
    {
        var type = Environment.GetEnvironmentVariable("STATUS_TEST_KILL_IN");
        var file = Environment.GetEnvironmentVariable("STATUS_TEST_SPANS_TO");
        var atEnd = Environment.GetEnvironmentVariable("STATUS_TEST_KILL_WHEN") == "end";
        if (string.IsNullOrEmpty(type) && string.IsNullOrEmpty(file)) return;
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Status.Workflows",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                // Activities have types such as Elsa.Cron; the other spans are those of whole bursts and of commits.
                if (!string.IsNullOrEmpty(file) && !activity.OperationName.StartsWith("run ", StringComparison.Ordinal) && activity.OperationName != "commit") Note(file, activity.OperationName);
                if (!atEnd) KillIn(type, activity.OperationName);
            },
            ActivityStopped = activity =>
            {
                if (atEnd) KillIn(type, activity.OperationName);
            },
        });
    }

    private static void KillIn(string? type, string running)
    {
        if (running == type && Interlocked.Decrement(ref _left) == 0) _ = Kill(Environment.ProcessId, SigKill);
    }

    private static void Note(string file, string type)
    {
        lock (_gate) File.AppendAllText(file, type + "\n");
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
