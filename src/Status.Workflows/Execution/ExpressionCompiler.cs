using System.Text.Json;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>An expression made ready: a fixed value, or what computes it.</summary>
/// <param name="Value">The fixed value when <paramref name="Evaluate"/> is <c>null</c>.</param>
/// <param name="Evaluate">Computes the value for an execution.</param>
internal readonly record struct CompiledExpression(object? Value, Func<NodeExecution, object?>? Evaluate)
{
    /// <summary>JSON of a fixed list or object; defined when each execution must get its own copy.</summary>
    public JsonElement Source { get; init; }

    /// <summary>The script behind <see cref="Evaluate"/>, when it is one.</summary>
    public JavaScriptProgram? Script { get; init; }
}

/// <summary>Turns authored expressions into delegates, reporting what is wrong with them.</summary>
/// <param name="problems">Where it reports.</param>
/// <param name="definition">The workflow that the expressions were written in.</param>
/// <param name="languages">Which languages the host offers; without them only what is always there.</param>
/// <param name="isInsideWorkflow">Whether that workflow is used as an activity, so that its inputs are not those of the run.</param>
internal sealed class ExpressionCompiler(ProblemList problems, WorkflowDefinition definition, bool isInsideWorkflow = false, LanguageSettings? languages = null)
{
    /// <summary>Compiles an expression; <c>null</c> after a problem was reported.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="scope">Variables in sight.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="activityId">Whose it is.</param>
    public CompiledExpression? Compile(Expression expression, PlanScope scope, string path, string activityId)
    {
        switch (expression.Type)
        {
            case "Literal": return new CompiledExpression(DataJson.From(expression.Value), null);
            case "Object" or "Json": return CompileObject(expression, path, activityId);
            case "Variable": return CompileVariable(expression, scope, path, activityId);
            case "Input": return CompileInput(expression, path, activityId);
            case "JavaScript": return ScriptExpressions.Compile(expression, path, activityId, problems);
            case LanguageSettings.HandlebarsName: return TemplateExpressions.Compile(expression, path, activityId, problems);
            case LanguageSettings.CSharpName: return CSharpExpressions.Compile(expression, path, activityId, problems, languages ?? LanguageSettings.None);
            case "Liquid":
                problems.Error($"{path}.type", "Liquid is not available. Rewrite it as Handlebars ({{ Variables.x }} becomes {{variables.x}}, {% if %} becomes {{#if}}, {% for %} becomes {{#each}}) or as JavaScript.", activityId);
                return null;
            default:
                problems.Error($"{path}.type", $"Expressions of type '{expression.Type}' are not available. Use Literal, Object, Variable, Input, JavaScript or Handlebars.", activityId);
                return null;
        }
    }

    /// <summary>Whether the workflow declares an output of this name.</summary>
    public bool IsWorkflowOutput(string name) => definition.Outputs.Any(o => o.Name == name);

    /// <summary>Compiles what Studio's dictionary editor writes, an object whose members are expressions of their own; a plain object stays what it is.</summary>
    /// <param name="expression">An expression of type <c>Object</c>.</param>
    /// <param name="scope">Variables in sight.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="activityId">Whose it is.</param>
    public CompiledExpression? CompileDictionary(Expression expression, PlanScope scope, string path, string activityId)
    {
        if (ReadObject(expression, path, activityId) is not var (element, value)) return null;
        if (!DictionaryEntries.Is(element)) return Fresh(value, element);
        var entries = new List<(string Name, CompiledExpression Value)>();
        foreach (var (name, entry) in DictionaryEntries.Read(element))
        {
            if (Compile(entry, scope, $"{path}.value.{name}", activityId) is not { } compiled) return null;
            entries.Add((name, compiled));
        }

        return new CompiledExpression(null, execution => DictionaryEntries.Evaluate(entries, execution));
    }

    private CompiledExpression? CompileObject(Expression expression, string path, string activityId) =>
        ReadObject(expression, path, activityId) is var (element, value) ? Fresh(value, element) : null;

    /// <summary>The JSON of an object expression, which designers write as text; <c>null</c> after a problem was reported.</summary>
    private (JsonElement Element, object? Value)? ReadObject(Expression expression, string path, string activityId)
    {
        if (expression.Value.ValueKind != JsonValueKind.String) return (expression.Value, DataJson.From(expression.Value));
        var text = expression.Value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) return (default, null);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DataJson.MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var element = document.RootElement.Clone();
            return (element, DataJson.From(element));
        }
        catch (JsonException e)
        {
            problems.Error($"{path}.value", $"Not valid JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.", activityId);
            return null;
        }
    }

    // Each execution gets its own copy of a list or object, since activities and scripts may change what they get.
    private static CompiledExpression Fresh(object? value, JsonElement element) =>
        value is DataObject or DataArray ? new CompiledExpression(value, null) { Source = element } : new CompiledExpression(value, null);

    private CompiledExpression? CompileVariable(Expression expression, PlanScope scope, string path, string activityId)
    {
        if (Reference(expression, path, activityId) is not { } reference) return null;
        var (id, name) = reference;
        if (scope.Find(id, name) is { } slot) return new CompiledExpression(null, execution => execution.GetVariable(slot));
        if (name is "CurrentValue" or "CurrentIndex" || id is "CurrentValue" or "CurrentIndex")
            return new CompiledExpression(null, execution => execution.GetVariable(name ?? id!));
        problems.Error($"{path}.value", $"There is no variable '{name ?? id}' in scope.", activityId);
        return null;
    }

    private CompiledExpression? CompileInput(Expression expression, string path, string activityId)
    {
        if (Reference(expression, path, activityId) is not { } reference) return null;
        var name = reference.Name ?? reference.Id!;
        if (!definition.Inputs.Any(i => i.Name == name)) problems.Warn($"{path}.value", $"The workflow declares no input '{name}'.", activityId);
        return isInsideWorkflow ? new CompiledExpression(null, execution => execution.GetInput(name)) : new CompiledExpression(null, execution => execution.Run.Input[name]);
    }

    private (string? Id, string? Name)? Reference(Expression expression, string path, string activityId)
    {
        var value = expression.Value;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text)
        {
            if (!text.TrimStart().StartsWith('{')) return (text, text);
            try
            {
                using var document = JsonDocument.Parse(text);
                value = document.RootElement.Clone();
            }
            catch (JsonException)
            {
                problems.Error($"{path}.value", "Must be an object with 'id' or 'name', or its JSON text.", activityId);
                return null;
            }
        }

        var id = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("id", out var i) && i.ValueKind == JsonValueKind.String ? i.GetString() : null;
        var name = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("name", out var n) && n.ValueKind == JsonValueKind.String ? n.GetString() : null;
        if (!string.IsNullOrEmpty(id) || !string.IsNullOrEmpty(name)) return (string.IsNullOrEmpty(id) ? null : id, string.IsNullOrEmpty(name) ? null : name);
        problems.Error($"{path}.value", "Must name what it reads ('id' or 'name').", activityId);
        return null;
    }
}
