using System.Text.Json;
using System.Text.Json.Serialization;
using Status.Host.Elsa.Executions;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>A run as a file: what the designer's export holds, in its names.</summary>
/// <param name="inspector">Unfolds runs.</param>
/// <param name="history">Their executions.</param>
/// <param name="journal">Their journals.</param>
/// <param name="archive">The exact run, for the way back.</param>
/// <param name="registry">The activity types, for the names of outputs.</param>
internal sealed class InstanceExport(RunInspector inspector, ExecutionHistory history, JournalReader journal, RunArchive archive, ActivityRegistry registry)
{
    /// <summary>The member that holds the run exactly as the store keeps it; what an import reads. The others show it in the designer's names.</summary>
    public const string Exact = "$run";

    /// <summary>Name of the file of a run.</summary>
    public static string FileName(string id) => $"workflow-instance-{id}.json";

    /// <summary>The file; <c>null</c> when there is no such run.</summary>
    public async Task<byte[]?> MakeAsync(string id, Parts parts, CancellationToken cancellationToken)
    {
        // One reading of the row, so that all parts of the file tell of the same commit.
        if (await archive.GetAsync(new InstanceId(id), cancellationToken) is not { } exact) return null;
        var run = await inspector.ReadAsync(exact.ToRecord(), cancellationToken);
        var file = new File { WorkflowState = WorkflowStateAnswer.Of(run), Exact = exact.ToJson() };
        if (parts.Bookmarks) file.Bookmarks = [.. run.Bookmarks.Select(wait => StoredBookmark.Of(wait.Bookmark))];
        if (parts.Executions)
        {
            var all = await history.ListAsync(run.Run.Id, cancellationToken);
            file.ActivityExecutionRecords = [.. all.Select(e => ExecutionAnswer.Of(id, e, registry))];
        }

        if (parts.Journal)
        {
            file.WorkflowExecutionLogRecords = [];
            await foreach (var record in journal.ReadAsync(run.Run.Id, cancellationToken)) file.WorkflowExecutionLogRecords.Add(LastJournalAnswer.Of(run.Run, record));
        }

        return JsonSerializer.SerializeToUtf8Bytes(file, ElsaJson.Options);
    }

    /// <summary>What the file holds besides the state.</summary>
    internal readonly record struct Parts(bool Bookmarks, bool Executions, bool Journal);

    private sealed class File
    {
        [JsonPropertyName("WorkflowState")]
        public required WorkflowStateAnswer WorkflowState { get; init; }

        [JsonPropertyName("Bookmarks")]
        public List<StoredBookmark>? Bookmarks { get; set; }

        [JsonPropertyName("ActivityExecutionRecords")]
        public List<ExecutionAnswer>? ActivityExecutionRecords { get; set; }

        [JsonPropertyName("WorkflowExecutionLogRecords")]
        public List<LastJournalAnswer>? WorkflowExecutionLogRecords { get; set; }

        [JsonPropertyName(InstanceExport.Exact)]
        public required JsonElement Exact { get; init; }
    }

    private sealed record StoredBookmark(
        string Id, string ActivityTypeName, string WorkflowInstanceId, string ActivityInstanceId, string Hash, string? CorrelationId, DateTimeOffset CreatedAt, DataObject Payload)
    {
        public static StoredBookmark Of(Bookmark bookmark) => new(
            bookmark.Id, bookmark.Name, bookmark.InstanceId.Value, bookmark.ActivityInstanceId, bookmark.Hash, bookmark.CorrelationId, bookmark.CreatedAt, bookmark.Payload);
    }
}
