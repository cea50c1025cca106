using Status.Host.Identity.Audit;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>What people do to runs, written down run by run.</summary>
/// <param name="catalog">Finds and removes runs.</param>
/// <param name="cancellation">Cancels them.</param>
/// <param name="audit">The trail of what people change.</param>
internal sealed class InstanceCommands(IRunCatalog catalog, RunCancellation cancellation, AuditTrail audit)
{
    /// <summary>Most runs that one request deletes.</summary>
    public const int MostDeleted = 1000;

    /// <summary>Accepts the cancellation of every run that matches and has not ended.</summary>
    /// <returns>How many cancellations are accepted now.</returns>
    public async Task<int> CancelAsync(RunFilter filter, HttpContext http)
    {
        CommitNote Note(InstanceId run) => audit.Note(AuditEntry.By(http, "run.cancelled", $"run/{run.Value}", new { status = "Running" }, new { status = "Cancelled" }));
        return (await cancellation.CancelAsync(filter, Note, http.RequestAborted)).Count;
    }

    /// <summary>Takes in runs from outside, each with its entry.</summary>
    /// <returns>Those that are refused; empty when all came in.</returns>
    public async Task<IReadOnlyList<ImportRefusal>> ImportAsync(IReadOnlyList<RunArrival> runs, HttpContext http) =>
        await catalog.ImportAsync(runs, run => audit.Note(AuditEntry.By(http, "run.imported", $"run/{run.Id}", null, run.ToJson())), http.RequestAborted);

    /// <summary>Removes runs that have ended.</summary>
    /// <returns>How many are gone.</returns>
    public async Task<int> DeleteAsync(IReadOnlyList<string> ids, HttpContext http)
    {
        var (known, _) = await catalog.ListAsync(new RunFilter { Ids = ids, Take = MostDeleted }, http.RequestAborted);
        var before = known.ToDictionary(run => run.Id.Value, InstanceSummaryAnswer.Of, StringComparer.Ordinal);
        CommitNote Note(string id) => audit.Note(AuditEntry.By(http, "run.deleted", $"run/{id}", before.GetValueOrDefault(id), null));
        return (await catalog.DeleteAsync(ids, Note, http.RequestAborted)).Count;
    }
}
