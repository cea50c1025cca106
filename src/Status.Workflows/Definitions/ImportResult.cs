using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>What became of a shipped definition.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Stored">The version, when there is one.</param>
/// <param name="Problems">Errors and warnings with their JSON paths.</param>
public sealed record ImportResult(ImportOutcome Outcome, DefinitionRow? Stored, IReadOnlyList<DefinitionProblem> Problems);
