using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions.JavaScript;

namespace Status.Workflows.Primitives;

/// <summary>Elsa's <c>RunJavaScript</c>.</summary>
[Activity("Elsa", "Scripting", "Runs a script; setOutcome chooses the path.", DisplayName = "Run JavaScript")]
internal sealed class RunJavaScript : CodeActivity<object>, IPreparedActivity
{
    private JavaScriptProgram? _program;
    private IReadOnlyList<ScriptProblem> _problems = [];

    [Input(Description = "The script. Its result is what it returns, or its last expression.", UIHint = InputUIHints.CodeEditor, DefaultValue = "", AutoEvaluate = false)]
    public Input<string>? Script { get; set; }

    [Input(Description = "Outcomes that the script may set.", UIHint = InputUIHints.DynamicOutcomes)]
    public Input<string[]?>? PossibleOutcomes { get; set; }

    /// <inheritdoc/>
    public void Prepare(PlanNode node)
    {
        if (Script?.Literal is { } source && !string.IsNullOrWhiteSpace(source)) _ = JavaScriptProgram.TryParse(source, ScriptKind.Script, out _program, out _problems);
    }

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        foreach (var problem in _problems) context.Error(nameof(Script), $"Line {problem.Line}, column {problem.Column}: {problem.Message}");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (_problems.Count > 0) throw new InvalidOperationException($"The script cannot be parsed: {_problems[0]}");
        if (_program is null) return context.CompleteActivityAsync();
        var execution = (NodeExecution)context;
        context.Set(Result, ScriptExpressions.Evaluate(_program, execution));
        var outcomes = execution.Run.ScriptHost.Outcomes;
        return outcomes is null ? context.CompleteActivityAsync() : context.CompleteActivityWithOutcomesAsync(outcomes);
    }
}
