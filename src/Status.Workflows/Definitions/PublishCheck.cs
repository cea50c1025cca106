using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>A check of a definition before it is published, registered by whoever knows more than compiler and validator do.</summary>
/// <param name="definition">The definition.</param>
/// <param name="found">What was found wrong so far; with an error nothing of the definition may be run.</param>
/// <param name="cancellationToken">Cancels.</param>
/// <returns>What is wrong; an error refuses the publish.</returns>
public delegate ValueTask<IReadOnlyList<DefinitionProblem>> PublishCheck(WorkflowDefinition definition, IReadOnlyList<DefinitionProblem> found, CancellationToken cancellationToken);
