using System.Reflection;
using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Expressions;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>Gives the properties of an activity object their inputs and outputs, bound to delegates.</summary>
internal sealed class InputBinder(ProblemList problems, ExpressionCompiler expressions)
{
    private static readonly MethodInfo _makeInput = typeof(InputBinder).GetMethod(nameof(MakeInput), BindingFlags.NonPublic | BindingFlags.Static)!;

    public void Bind(PlanNode node, PlanScope scope)
    {
        var journalled = new List<(string, Input)>();
        foreach (var descriptor in node.Descriptor.Inputs)
        {
            if (!descriptor.IsWrapped) BindPlain(node, descriptor, scope);
            else
            {
                var input = BindWrapped(node, descriptor, scope);
                if (descriptor.IsSynthetic) ((WorkflowDefinitionActivity)node.Activity).Declare(descriptor, input);
                if (input is not null && !descriptor.IsSensitive) journalled.Add((descriptor.Name, input));
            }
        }

        node.JournalInputs = [.. journalled];
        foreach (var parts in node.Descriptor.Parts) BindParts(node, parts, scope);
        foreach (var descriptor in node.Descriptor.Outputs) BindOutput(node, descriptor, scope);
    }

    private Input? BindWrapped(PlanNode node, InputDescriptor descriptor, PlanScope scope)
    {
        var path = $"{node.Definition.Path}.{JsonNamingPolicy.CamelCase.ConvertName(descriptor.Name)}";
        CompiledExpression? compiled = null;
        var expression = node.Definition.TryGetProperty(descriptor.Name, out var json) ? Authored(json) : null;
        // The text of a code editor is compiled by its activity.
        if (descriptor is { UIHint: InputUIHints.CodeEditor, AutoEvaluate: false } && expression is { Type: not "Literal" }) expression = expression with { Type = "Literal" };
        if (expression is not null)
        {
            compiled = descriptor.UIHint == InputUIHints.Dictionary && expression.Type is "Object" or "Json"
                ? expressions.CompileDictionary(expression, scope, $"{path}.expression", node.Id)
                : expressions.Compile(expression, scope, $"{path}.expression", node.Id);
            if (compiled is null) return null;
        }

        if (compiled is not { } value || IsUnset(expression!, value))
        {
            if (descriptor.IsRequired && descriptor.DefaultValue is null) problems.Error(path, $"'{descriptor.DisplayName}' is required.", node.Id);
            if (descriptor is { DefaultValue: null, IsSynthetic: false } && descriptor.Property.GetValue(node.Activity) is Input preset) return preset;
            if (descriptor.DefaultValue is null) return null;
            value = new CompiledExpression(ValueConverter.Normalize(descriptor.DefaultValue), null);
        }

        var memo = value.Evaluate is not null && descriptor.AutoEvaluate ? node.MemoCount++ : -1;
        try
        {
            var input = (Input)_makeInput.MakeGenericMethod(descriptor.ValueType).Invoke(null, [value, expression, memo])!;
            if (!descriptor.IsSynthetic) descriptor.Property.SetValue(node.Activity, input);
            return input;
        }
        catch (TargetInvocationException e) when (e.InnerException is ValueConversionException conversion)
        {
            problems.Error($"{path}.expression.value", conversion.Message, node.Id);
            return null;
        }
    }

    private static bool IsUnset(Expression expression, CompiledExpression compiled) =>
        compiled is { Evaluate: null, Value: null } || (compiled is { Evaluate: null, Value: string { Length: 0 } } && expression.Type != "Literal");

    /// <summary>The expression of a wrapped input; a bare JSON value counts as a literal, an object without an expression as unset.</summary>
    private static Expression? Authored(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return new Expression(json.ValueKind == JsonValueKind.Array ? "Object" : "Literal", json);
        if (!json.TryGetProperty("expression", out var expression) || expression.ValueKind != JsonValueKind.Object) return null;
        var type = expression.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String ? t.GetString()! : "Literal";
        expression.TryGetProperty("value", out var value);
        return new Expression(type, value);
    }

    private static Input<T> MakeInput<T>(CompiledExpression compiled, Expression? expression, int memo)
    {
        if (compiled.Evaluate is not { } evaluate)
        {
            var fixedValue = ValueConverter.To<T>(compiled.Value)!;
            if (compiled.Source.ValueKind != JsonValueKind.Undefined && fixedValue is DataObject or DataArray)
            {
                var source = compiled.Source;
                return new Input<T>(_ => ValueConverter.To<T>(DataJson.From(source))!) { Expression = expression };
            }

            return new Input<T>(fixedValue) { Expression = expression };
        }

        if (memo < 0 && compiled.Script is { } script && typeof(T) == typeof(bool))
            return (Input<T>)(object)new Input<bool>(context => ScriptExpressions.EvaluateBoolean(script, (NodeExecution)context)) { Expression = expression };
        if (memo < 0) return new Input<T>(context => ValueConverter.To<T>(evaluate((NodeExecution)context))!) { Expression = expression };
        return new Input<T>(context => Remembered<T>((NodeExecution)context, memo, evaluate)) { Expression = expression, MemoIndex = memo };
    }

    private static T Remembered<T>(NodeExecution execution, int index, Func<NodeExecution, object?> evaluate)
    {
        var memo = execution.Extras.Memo;
        if (memo is null)
        {
            memo = execution.Extras.Memo = new object?[execution.Node.MemoCount];
            Array.Fill(memo, ExecutionExtras.NotEvaluated);
        }

        if (!ReferenceEquals(memo[index], ExecutionExtras.NotEvaluated)) return (T)memo[index]!;
        var value = ValueConverter.To<T>(evaluate(execution));
        memo[index] = value;
        return value!;
    }

    private void BindPlain(PlanNode node, InputDescriptor descriptor, PlanScope scope)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(descriptor.Name);
        var path = $"{node.Definition.Path}.{name}";
        if (!node.Definition.TryGetProperty(descriptor.Name, out var json))
        {
            if (descriptor.IsRequired) problems.Error(path, $"'{descriptor.DisplayName}' is required.", node.Id);
            return;
        }

        // Some designers wrap what is plain here.
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("expression", out var expression) && expression.TryGetProperty("value", out var inner)) json = inner;
        if (CaseList.ElementOf(descriptor.ValueType) is { } element)
        {
            descriptor.Property.SetValue(node.Activity, CaseList.Bind(element, json, path, (condition, at) => MakeCondition(condition, node, scope, at)));
            return;
        }

        try
        {
            descriptor.Property.SetValue(node.Activity, descriptor.ValueType == typeof(JsonElement) ? json : ValueConverter.To(DataJson.From(json), descriptor.ValueType));
        }
        catch (ValueConversionException e)
        {
            problems.Error(path, e.Message, node.Id);
        }
    }

    private void BindParts(PlanNode node, PropertyInfo property, PlanScope scope)
    {
        var path = $"{node.Definition.Path}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}";
        if (!node.Definition.TryGetProperty(property.Name, out var json) || CaseList.ElementOf(property.PropertyType) is not { } element) return;
        property.SetValue(node.Activity, CaseList.Bind(element, json.Unwrapped(), path, (condition, at) => MakeCondition(condition, node, scope, at)));
    }

    private Input<bool> MakeCondition(JsonElement json, PlanNode node, PlanScope scope, string path)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("expression", out var inner)) json = inner;
        var type = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String ? t.GetString()! : "Literal";
        var value = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("value", out var v) ? v : json.ValueKind == JsonValueKind.Object ? default : json;
        var expression = new Expression(type, value);
        if (expressions.Compile(expression, scope, path, node.Id) is not { } compiled) return new Input<bool>(false);
        try
        {
            return MakeInput<bool>(compiled, expression, -1);
        }
        catch (ValueConversionException e)
        {
            problems.Error($"{path}.value", e.Message, node.Id);
            return new Input<bool>(false);
        }
    }

    private Func<object?, object?>? ConverterOf(JsonElement output, PlanNode node, OutputDescriptor descriptor) =>
        output.Member("converter") is { ValueKind: JsonValueKind.Object } converter && converter.Member("id").TextOrNull() is { Length: > 0 }
            ? OutputConverters.Compile(converter, $"{node.Definition.Path}.{JsonNamingPolicy.CamelCase.ConvertName(descriptor.Name)}.converter", node.Id, problems)
            : null;

    private void BindOutput(PlanNode node, OutputDescriptor descriptor, PlanScope scope)
    {
        var output = descriptor.IsSynthetic ? new Output<object>() : (Output)Activator.CreateInstance(descriptor.Property.PropertyType)!;
        output.Name = descriptor.Name;
        if (descriptor.IsSynthetic) ((WorkflowDefinitionActivity)node.Activity).Declare(output);
        else descriptor.Property.SetValue(node.Activity, output);
        if (!node.Definition.TryGetProperty(descriptor.Name, out var json) || json.ValueKind != JsonValueKind.Object) return;
        if (!json.TryGetProperty("memoryReference", out var reference) || reference.ValueKind != JsonValueKind.Object) return;
        if (!reference.TryGetProperty("id", out var idElement) || idElement.ValueKind != JsonValueKind.String || idElement.GetString() is not { Length: > 0 } id) return;
        var convert = ConverterOf(json, node, descriptor);
        if (convert is not null && scope.Find(id, null) is { } target) output.Target = (context, value) => ((NodeExecution)context).SetVariable(target, convert(value));
        else if (convert is not null && expressions.IsWorkflowOutput(id)) output.Target = (context, value) => ((NodeExecution)context).SetWorkflowOutput(id, convert(value));
        else if (scope.Find(id, null) is { } slot) output.Target = (context, value) => ((NodeExecution)context).SetVariable(slot, value);
        else if (expressions.IsWorkflowOutput(id)) output.Target = (context, value) => ((NodeExecution)context).SetWorkflowOutput(id, value);
        // Other ids are memory blocks that Elsa makes for itself; scripts reach the value through getOutputFrom all the same.
    }
}
