using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Status.Workflows.Authoring;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>What scripts of a definition can call and read, as TypeScript declarations for an editor: the globals of the engine, the definition's variables, inputs and outputs.</summary>
public static partial class ScriptDeclarations
{
    /// <summary>The engine's functions with their signatures; the same names as <see cref="EngineScriptHost"/> offers.</summary>
    internal static FrozenDictionary<string, string> Functions { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["getVariable"] = "(name: string): any",
        ["setVariable"] = "(name: string, value: any): void",
        ["getInput"] = "(name: string): any",
        ["getOutputFrom"] = "(activityIdOrName: string, outputName?: string): any",
        ["getLastResult"] = "(): any",
        ["getWorkflowInstanceId"] = "(): string",
        ["getWorkflowInstanceName"] = "(): string | null",
        ["setWorkflowInstanceName"] = "(value: string): string",
        ["getWorkflowDefinitionId"] = "(): string",
        ["getWorkflowDefinitionVersionId"] = "(): string",
        ["getWorkflowDefinitionVersion"] = "(): number",
        ["getCorrelationId"] = "(): string | null",
        ["setCorrelationId"] = "(value?: string): string | null",
        ["setOutcome"] = "(outcome: string): void",
        ["setOutcomes"] = "(outcomes: string[]): void",
        ["isNullOrWhiteSpace"] = "(value: string | null | undefined): boolean",
        ["isNullOrEmpty"] = "(value: string | null | undefined): boolean",
        ["newGuid"] = "(): string",
        ["newGuidString"] = "(): string",
        ["newShortGuid"] = "(): string",
        ["parseGuid"] = "(value: string): string",
        ["getGuidString"] = "(value: string): string",
        ["getShortGuid"] = "(value: string): string",
        ["getConfig"] = "(name: string): string | null",
        ["createEventTriggerUrl"] = "(eventName: string, lifetimeOrTime?: Duration | Date | number): string",
        ["streamToBytes"] = "(value: any): Bytes",
        ["streamToBase64"] = "(value: any): string",
        ["toJson"] = "(value: any): string",
        ["bytesToString"] = "(value: Bytes): string",
        ["bytesFromString"] = "(value: string): Bytes",
        ["bytesToBase64"] = "(value: Bytes): string",
        ["bytesFromBase64"] = "(value: string): Bytes",
        ["stringToBase64"] = "(value: string): string",
        ["stringFromBase64"] = "(value: string): string",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Functions of the language's library that are not JavaScript's own.</summary>
    private static readonly string[] _library =
    [
        "sha256(text: string): string",
        "hmac(key: string, text: string): string",
        "base64encode(text: string): string",
        "base64decode(text: string): string",
        "uuid(): string",
    ];

    /// <summary>Types of .NET by name, and what else is a value.</summary>
    private const string Values = """
        declare const args: Record<string, any>;
        declare const Guid: { NewGuid(): string; Parse(value: string): string; readonly Empty: string };
        declare const TimeSpan: { FromDays(n: number): Duration; FromHours(n: number): Duration; FromMinutes(n: number): Duration; FromSeconds(n: number): Duration; FromMilliseconds(n: number): Duration; Parse(value: string): Duration; readonly Zero: Duration };
        declare const DateTime: { Parse(value: string): Date; readonly UtcNow: Date; readonly Now: Date; readonly Today: Date; readonly UnixEpoch: Date };
        declare const DateTimeOffset: typeof DateTime;

        """;

    /// <summary>The declarations for a definition.</summary>
    /// <param name="definition">The definition, a draft or a published version.</param>
    /// <param name="registry">The activity types, for the outputs of activities.</param>
    /// <returns>The text of a <c>.d.ts</c> file.</returns>
    public static string For(WorkflowDefinition definition, ActivityRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(registry);
        var text = new StringBuilder("/** Bytes; use the bytes… functions to read them. */\ndeclare interface Bytes { readonly __bytes: never }\n/** A duration; as a number its milliseconds. */\ndeclare interface Duration { readonly totalMilliseconds: number; readonly totalSeconds: number; readonly totalMinutes: number; readonly totalHours: number; readonly totalDays: number }\n");
        text.Append(Values);
        foreach (var (name, signature) in Functions.OrderBy(f => f.Key, StringComparer.Ordinal)) text.Append($"declare function {name}{signature};\n");
        foreach (var function in _library) text.Append($"declare function {function};\n");
        var declared = new HashSet<string>(Functions.Keys, StringComparer.Ordinal);
        var activities = All(definition.Root).ToList();
        Variables(text, [.. definition.Variables, .. activities.SelectMany(a => a.Variables)], declared);
        foreach (var input in definition.Inputs)
            Accessor(text, "get", input.Name, $"(): {TypeOf(input.Type, input.IsArray)}", declared);
        foreach (var activity in activities) Outputs(text, activity, registry, declared);
        return text.ToString();
    }

    private static void Variables(StringBuilder text, IReadOnlyList<VariableDefinition> variables, HashSet<string> declared)
    {
        var members = new StringBuilder();
        foreach (var variable in variables.DistinctBy(v => v.Name, StringComparer.Ordinal))
        {
            var type = TypeOf(variable.TypeName, variable.IsArray);
            members.Append($"  {JsonSerializer.Serialize(variable.Name)}: {type};\n");
            Accessor(text, "get", variable.Name, $"(): {type}", declared);
            Accessor(text, "set", variable.Name, $"(value: {type}): void", declared);
        }

        text.Append("declare interface WorkflowVariables {\n").Append(members).Append("}\ndeclare const variables: WorkflowVariables;\n");
    }

    private static void Outputs(StringBuilder text, ActivityDefinition activity, ActivityRegistry registry, HashSet<string> declared)
    {
        if (registry.Find(activity.Type, activity.Version) is not { } descriptor) return;
        var name = string.IsNullOrEmpty(activity.Name) ? activity.Id : activity.Name;
        foreach (var output in descriptor.Outputs)
            Accessor(text, "get", $"{output.Name}From{char.ToUpperInvariant(name[0])}{name[1..]}", $"(): {TypeOf(output.TypeName, isArray: false)}", declared);
    }

    // A script can only call what is an identifier; variables with other names are reached through variables["…"].
    private static void Accessor(StringBuilder text, string verb, string name, string signature, HashSet<string> declared)
    {
        if (name.Length == 0) return;
        var function = $"{verb}{char.ToUpperInvariant(name[0])}{name[1..]}";
        if (Identifier().IsMatch(function) && declared.Add(function)) text.Append($"declare function {function}{signature};\n");
    }

    private static IEnumerable<ActivityDefinition> All(ActivityDefinition activity) => activity.Children.SelectMany(slot => All(slot.Activity)).Prepend(activity);

    private static string TypeOf(string alias, bool isArray)
    {
        var name = alias.Trim().TrimEnd('?');
        if (name.EndsWith("[]", StringComparison.Ordinal)) return TypeOf(name[..^2], isArray: true);
        var type = name.ToUpperInvariant() switch
        {
            "STRING" or "GUID" or "URI" => "string",
            "BOOLEAN" => "boolean",
            "INT16" or "INT32" or "INT64" or "LONG" or "SINGLE" or "DOUBLE" or "DECIMAL" or "HTTPSTATUSCODE" => "number",
            "DATETIME" or "DATETIMEOFFSET" => "Date",
            "TIMESPAN" => "Duration",
            "BYTEARRAY" => "Bytes",
            "STRINGDICTIONARY" or "STRINGMAP" => "Record<string, string>",
            "OBJECTDICTIONARY" or "OBJECTMAP" or "JSONOBJECT" or "JOBJECT" or "VARIABLESDICTIONARY" or "HTTPHEADERS" or "ROUTEDATA" => "Record<string, any>",
            "JSONARRAY" or "JARRAY" => "any[]",
            _ => "any",
        };
        return isArray ? $"{type}[]" : type;
    }

    [GeneratedRegex(@"^[A-Za-z_$][A-Za-z0-9_$]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();
}
