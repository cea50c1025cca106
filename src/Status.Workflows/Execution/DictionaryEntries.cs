using System.Text.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>The value of Studio's dictionary editor: <c>{"host": {"type": "Literal", "value": "a"}, "count": {"type": "JavaScript", "value": "1 + 1"}}</c>.</summary>
internal static class DictionaryEntries
{
    /// <summary>Whether every member is an expression of its own.</summary>
    public static bool Is(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any() && element.EnumerateObject().All(member => IsExpression(member.Value));

    /// <summary>The members in their order.</summary>
    public static IEnumerable<(string Name, Expression Expression)> Read(JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
            yield return (member.Name, new Expression(member.Value.GetProperty("type").GetString()!, member.Value.GetProperty("value")));
    }

    /// <summary>Computes all members for one execution.</summary>
    public static DataObject Evaluate(List<(string Name, CompiledExpression Value)> entries, NodeExecution execution)
    {
        var result = new DataObject();
        foreach (var (name, value) in entries) result[name] = ValueOf(value, execution);
        return result;
    }

    private static object? ValueOf(CompiledExpression value, NodeExecution execution) =>
        value.Evaluate is { } evaluate ? evaluate(execution)
        : value.Source.ValueKind != JsonValueKind.Undefined ? DataJson.From(value.Source)
        : value.Value;

    private static bool IsExpression(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Count() == 2
        && value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && value.TryGetProperty("value", out _);
}
