using Microsoft.Extensions.Options;
using Status.Activities.Evidence.Storage;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence.Collectors;

/// <summary>What every collector does with the bytes it has: check the size, hash, store ahead, say where they came from.</summary>
internal static class EvidenceCollector
{
    /// <summary>Version of the collectors, part of the provenance; raised when one of them writes other bytes for the same source.</summary>
    public const string Version = "1";

    /// <summary>Stores bytes ahead of the commit.</summary>
    /// <exception cref="InvalidDataException">There are more bytes than evidence may have.</exception>
    public static async ValueTask<CollectedContent> StoreAsync(
        ActivityExecutionContext context, ReadOnlyMemory<byte> bytes, string mediaType, string kind, string source, DataObject details)
    {
        var limit = context.GetRequiredService<IOptions<EvidenceOptions>>().Value.MaxBytes;
        if (bytes.Length > limit)
            throw new InvalidDataException($"The content has {bytes.Length:N0} bytes; evidence may have {limit:N0} (Status:Evidence:MaxBytes).");
        var digest = Digest.Of(bytes.Span);
        await context.GetRequiredService<IEvidenceBlobs>().StoreAsync(digest, bytes, context.CancellationToken);
        details["collector"] = context.Activity.Type;
        details["collectorVersion"] = Version;
        details["instance"] = context.WorkflowInstanceId;
        details["node"] = context.Activity.NodeId;
        return new CollectedContent(digest, bytes.Length, mediaType, kind, source, context.TimeProvider.GetUtcNow(), details);
    }
}
