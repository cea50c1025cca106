using Status.Workflows.Authoring;
using Status.Workflows.Expressions.NodeJs;

namespace Status.Workflows.Primitives;

/// <summary>Runs full JavaScript in a confined Node.js process; for scripts beyond the dialect, such as imported function nodes. Off unless the host allows it.</summary>
[Activity("Status", "Scripting", "Runs a script in a Node.js process without network and files. The script is the body of an async function; input is what it works on.", DisplayName = "Run Node.js", Kind = ActivityKind.Task)]
internal sealed class RunNodeJs : CodeActivity<object>
{
    [Input(Description = "Body of an async function: input is the input below, return gives the result; both are JSON.", UIHint = InputUIHints.CodeEditor, DefaultSyntax = "Literal", IsRequired = true, Order = 1)]
    public Input<string>? Script { get; set; }

    [Input(Description = "What the script sees as input.", UIHint = InputUIHints.MultiLine, Order = 2)]
    public Input<object?>? Input { get; set; }

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var pool = context.GetRequiredService<NodeJsPool>();
        context.Set(Result, await pool.RunAsync(context.Get(Script) ?? "", context.Get(Input), context.CancellationToken));
    }
}
