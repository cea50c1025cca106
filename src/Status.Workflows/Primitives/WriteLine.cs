using Microsoft.Extensions.Logging;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;

namespace Status.Workflows.Primitives;

/// <summary>Elsa's <c>WriteLine</c>.</summary>
[Activity("Elsa", "Console", "Writes a line of text to the log and to standard output.")]
internal sealed class WriteLine : CodeActivity
{
    [Input(Description = "The text.")]
    public Input<string>? Text { get; set; }

    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var text = context.Get(Text) ?? "";
        var run = ((NodeExecution)context).Run;
        PrimitivesLog.Line(run.Environment.Logger, run.InstanceId, Id, text);
        run.Environment.Output.WriteLine(text);
        return context.CompleteActivityAsync();
    }
}

/// <summary>What the primitives log. Event ids 150–159.</summary>
internal static partial class PrimitivesLog
{
    [LoggerMessage(150, LogLevel.Debug, "Run {InstanceId}, {ActivityId}: {Text}")]
    public static partial void Line(ILogger logger, string instanceId, string activityId, string text);
}
