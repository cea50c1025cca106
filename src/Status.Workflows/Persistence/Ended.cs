using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence;

/// <summary>What both stores ask of runs that come from outside.</summary>
internal static class Ended
{
    public static void Require(IReadOnlyList<ArchivedRun> runs)
    {
        if (runs.FirstOrDefault(r => InstanceTransitions.StatusOf(r.SubStatus) != InstanceStatus.Finished) is { } open) throw new ArgumentException($"The run '{open.Id}' has not ended.", nameof(runs));
    }
}
