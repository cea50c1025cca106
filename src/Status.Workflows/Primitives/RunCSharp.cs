using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions.CSharp;

namespace Status.Workflows.Primitives;

/// <summary>Elsa's <c>RunCSharp</c>. Off unless the host allows it; not sandboxed.</summary>
[Activity("Elsa", "Scripting", "Runs C# code; SetOutcome chooses the path. The code is not confined: it may do what the host may.", DisplayName = "Run C#")]
internal sealed class RunCSharp : CodeActivity<object>, IPreparedActivity
{
    private CSharpProgram? _program;
    private LanguageSettings? _languages;
    private IReadOnlyList<string> _problems = [];

    [Input(Description = "The code. Its result is what it returns, or its last expression.", UIHint = InputUIHints.CodeEditor, DefaultValue = "", DefaultSyntax = "CSharp", AutoEvaluate = false)]
    public Input<string>? Script { get; set; }

    [Input(Description = "Outcomes that the code may set.", UIHint = InputUIHints.DynamicOutcomes)]
    public Input<string[]?>? PossibleOutcomes { get; set; }

    /// <inheritdoc/>
    public void Prepare(PlanNode node)
    {
        _languages = node.Languages;
        if (_languages.CSharpRefusal is { } refusal) _problems = [refusal];
        else if (Script?.Literal is { } source && !string.IsNullOrWhiteSpace(source)) CSharpExpressions.Compile(source, _languages, out _program, out _problems);
    }

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        foreach (var problem in _problems) context.Error(nameof(Script), problem);
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (_problems.Count > 0) throw new InvalidOperationException($"The code cannot be run: {_problems[0]}");
        if (_program is null) return context.CompleteActivityAsync();
        context.Set(Result, CSharpExpressions.Evaluate(_program, (NodeExecution)context, _languages!, out var outcomes));
        return outcomes is null ? context.CompleteActivityAsync() : context.CompleteActivityWithOutcomesAsync(outcomes);
    }
}
