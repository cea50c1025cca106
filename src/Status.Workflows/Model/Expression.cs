using System.Text.Json;

namespace Status.Workflows.Model;

/// <summary>An expression as authored: its language and its source, for example <c>JavaScript</c> and <c>variables.count + 1</c>.</summary>
/// <param name="Type">Name of the expression language: <c>Literal</c>, <c>Object</c>, <c>Variable</c>, <c>Input</c>, <c>JavaScript</c> …</param>
/// <param name="Value">The authored value as JSON: text for script languages, any JSON for literals, the variable object for <c>Variable</c>.</param>
public sealed record Expression(string Type, JsonElement Value)
{
    /// <summary>The source text of a script expression; the raw JSON text when the value is not a string.</summary>
    public string Source => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString()!,
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        _ => Value.GetRawText(),
    };
}
