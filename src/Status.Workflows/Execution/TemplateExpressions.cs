using Status.Workflows.Expressions.Handlebars;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>Handlebars templates: parsed with the plan, rendered for an execution.</summary>
internal static class TemplateExpressions
{
    public static CompiledExpression? Compile(Expression expression, string path, string activityId, ProblemList problems)
    {
        if (expression.Source.Length == 0) return new CompiledExpression(null, null);
        if (HandlebarsTemplate.TryParse(expression.Source, out var template, out var found)) return new CompiledExpression(null, execution => Render(template, execution));
        foreach (var problem in found) problems.Error($"{path}.value", $"Line {problem.Line}, column {problem.Column}: {problem.Message}", activityId);
        return null;
    }

    private static string Render(HandlebarsTemplate template, NodeExecution execution)
    {
        var run = execution.Run;
        return template.Render(name => Root(execution, name), ScriptExpressions.HostFor(execution), run.Environment.Scripts, run.CancellationToken);
    }

    /// <summary>What the outermost context knows: <c>variables</c>, <c>input</c>, <c>outputs</c>, facts of the run, else a variable or an input of that name.</summary>
    private static object? Root(NodeExecution execution, string name)
    {
        var run = execution.Run;
        switch (name)
        {
            case "variables": return run.ScriptHost.Variables;
            case "input": return new InputsObject(execution);
            case "outputs": return new OutputsObject(execution);
            case "lastResult": return run.LastResult;
            case "workflowInstanceId": return run.InstanceId;
            case "workflowInstanceName": return run.Name;
            case "workflowDefinitionId": return run.Plan.Definition.DefinitionId;
            case "correlationId": return run.CorrelationId;
            default: return execution.TryGetVariable(name, out var value) ? value : execution.GetInput(name);
        }
    }

    /// <summary><c>input.Name</c>; inside a workflow that is used as an activity, what it was given.</summary>
    private sealed class InputsObject(NodeExecution execution) : Expressions.JavaScript.HostObject
    {
        public override IEnumerable<string> Keys => execution.Run.Input.Keys;

        public override bool TryGet(string name, out object? value) => (value = execution.GetInput(name)) is not null;
    }

    /// <summary><c>outputs.activity.Name</c>.</summary>
    private sealed class OutputsObject(NodeExecution execution) : Expressions.JavaScript.HostObject
    {
        public override IEnumerable<string> Keys => execution.Run.Plan.Nodes.Select(n => n.Id);

        public override bool TryGet(string name, out object? value)
        {
            value = EngineScriptHost.FindNode(execution, name) is { } node ? execution.Run.OutputsOf(node) ?? (object?)new DataObject() : null;
            return value is not null;
        }
    }
}
