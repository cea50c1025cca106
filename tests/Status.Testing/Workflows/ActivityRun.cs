using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Testing.Workflows;

/// <summary>How one activity ended.</summary>
/// <param name="Result">The burst.</param>
/// <param name="Outputs">Outputs of the activity by name.</param>
/// <param name="Outcomes">Outcomes it completed with; empty when it waits or faulted.</param>
public sealed record ActivityRun(BurstResult Result, DataObject Outputs, IReadOnlyList<string> Outcomes)
{
    /// <summary>Message of the fault; <c>null</c> when it did not fault.</summary>
    public string? Fault => Result.Incidents.Count > 0 ? Result.Incidents[0].Message : null;

    /// <summary>Reads how an activity of a run ended out of its journal.</summary>
    /// <param name="store">Where the run is kept.</param>
    /// <param name="result">The run's first burst.</param>
    /// <param name="activityId">The activity.</param>
    /// <returns>How it ended.</returns>
    public static async Task<ActivityRun> ReadAsync(RecordingRunStore store, BurstResult result, string activityId)
    {
        var outputs = new DataObject();
        var outcomes = new List<string>();
        foreach (var page in await store.LoadJournalAsync(result.InstanceId, 0, int.MaxValue, default))
        {
            using var document = JsonDocument.Parse(page.Records);
            foreach (var record in document.RootElement.EnumerateArray())
            {
                if (record.GetProperty("activityId").GetString() != activityId || record.GetProperty("eventName").GetString() != "Completed") continue;
                if (record.TryGetProperty("outputs", out var written)) outputs = (DataObject)DataJson.From(written)!;
                if (record.GetProperty("payload").TryGetProperty(nameof(Outcomes), out var names)) outcomes.AddRange(names.EnumerateArray().Select(n => n.GetString()!));
            }
        }

        return new ActivityRun(result, outputs, outcomes);
    }
}
