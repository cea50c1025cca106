using System.Security.Cryptography;
using System.Text;
using Status.Activities.Registry.Computations;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Activities.Registry;

/// <summary>Opens a run of controls: what is computed in it belongs together.</summary>
[Activity("Status", "Registry", "Opens a run of controls and gives its computation group, the id under which all its results belong together.")]
public sealed class StartComputation : CodeActivity<string>
{
    /// <inheritdoc/>
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var group = GroupId(context.GetIdempotencyKey());
        context.Enlist(ComputationWrites.Start(group, context.TimeProvider.GetUtcNow(), context.WorkflowInstanceId));
        context.CorrelationId ??= group;
        context.Set(Result, group);
        context.JournalData["ComputationGroup"] = group;
        return context.CompleteActivityAsync();
    }

    /// <summary>A UUID (RFC 9562 version 8) that is a function of the execution: a burst that runs again names the same group.</summary>
    private static string GroupId(string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
