using Status.Workflows.Definitions;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Testing;

/// <summary>The published definitions of a host around the one under test, and what its cases say about a publish.</summary>
public static class StoredSurroundings
{
    /// <summary>Finds the workflows that a definition starts among the published ones.</summary>
    /// <param name="store">Keeps definitions.</param>
    public static TestSurroundings Of(IDefinitionStore store) => new(async (id, cancellationToken) =>
        await store.GetAsync(id, DefinitionVersion.Published, cancellationToken) is { } stored ? DefinitionJson.Read(stored.Json, DefinitionLimits.OfStored).Definition : null);

    /// <summary>A case that cannot be read refuses the publish; one that fails does when the definition asks for it (<see cref="TestCases.MustPassPropertyName"/>).</summary>
    /// <param name="suite">Runs the cases.</param>
    /// <param name="store">Keeps definitions.</param>
    public static PublishCheck Check(TestSuite suite, IDefinitionStore store) => async (definition, found, cancellationToken) =>
    {
        // What may not be published may not be run either: a script of somebody who may not write such scripts, for example.
        if (!TestCases.MustPass(definition) || found.Any(p => p.Severity == ProblemSeverity.Error)) return TestCases.Read(definition).Problems;
        var report = await suite.RunAsync(definition, Of(store), only: null, cancellationToken);
        return [.. report.Problems.Where(p => p.Path.StartsWith(TestCases.RootPath, StringComparison.Ordinal)), .. report.Cases.Where(c => !c.Passed).Select(Refusal)];
    };

    private static DefinitionProblem Refusal(TestCaseResult result) => new(
        result.Path, $"The test case '{result.Name}' fails: {result.Differences[0]}{(result.Differences.Count > 1 ? $" and {result.Differences.Count - 1} more" : "")}. Mend the workflow or the case, or take {TestCases.MustPassPropertyName} back.");
}
