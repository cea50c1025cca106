using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>Reads what comes from outside as a draft: it may have problems inside its activities, its envelope may not.</summary>
/// <param name="limits">How large it may be.</param>
public sealed class DefinitionIntake(IOptions<DefinitionLimits> limits)
{
    private const int MaxIdLength = 200;
    private const int MaxNameLength = 1000;

    /// <summary>Reads a definition.</summary>
    /// <param name="model">The JSON.</param>
    /// <param name="refused">Why it cannot be kept; empty when it can.</param>
    /// <returns>The definition with everything that was found wrong; <c>null</c> when it cannot be kept.</returns>
    public DefinitionReadResult? Read(JsonElement model, out IReadOnlyList<DefinitionProblem> refused)
    {
        var size = model.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(model).Length;
        if (size > limits.Value.MaxBytes)
            return Refuse(out refused, new DefinitionProblem("$", $"The definition has {size} bytes; at most {limits.Value.MaxBytes} are allowed ({DefinitionLimits.SectionName}:MaxBytes)."));
        if (UnreadableText.Find(model) is { } path)
            return Refuse(out refused, new DefinitionProblem(path, "The text holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no character."));
        var read = DefinitionJson.Read(MissingActivities.Restore(model), limits.Value);
        refused = read.Definition is { } definition ? [.. read.Problems.Where(StopsDraft), .. CheckIds(definition)] : read.Problems;
        return refused.Count == 0 ? read : null;
    }

    private static DefinitionReadResult? Refuse(out IReadOnlyList<DefinitionProblem> refused, DefinitionProblem problem)
    {
        refused = [problem];
        return null;
    }

    private static bool StopsDraft(DefinitionProblem problem) =>
        problem.Severity == ProblemSeverity.Error
        && (!problem.Path.StartsWith("$.root", StringComparison.Ordinal) || problem.Message.Contains("NUL", StringComparison.Ordinal));

    private static IEnumerable<DefinitionProblem> CheckIds(WorkflowDefinition definition)
    {
        // The id is a segment of addresses.
        if (definition.DefinitionId.Length > MaxIdLength || definition.DefinitionId.Any(c => char.IsControl(c) || c is '/' or '\\' or '?' or '#' or '%'))
            yield return new DefinitionProblem("$.definitionId", $"An id has at most {MaxIdLength} characters and none of / \\ ? # %.");
        if (definition.Name.Length > MaxNameLength) yield return new DefinitionProblem("$.name", $"A name has at most {MaxNameLength} characters.");
        if (definition.ToolVersion is { Length: > 0 } tool && !System.Version.TryParse(tool, out _))
            yield return new DefinitionProblem("$.toolVersion", $"'{tool}' is no version; write two to four numbers, as in 3.8.2.0, or leave it out.");
    }
}
