namespace Status.Workflows.Execution;

/// <summary>Gives plans to the engine. Implementations: the published definitions of the store, and a fixed set for tests and measurements.</summary>
public interface IPlanSource
{
    /// <summary>The plan of a definition's published version; <c>null</c> when none is published.</summary>
    ValueTask<WorkflowPlan?> GetPublishedAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>The plan of a definition's version by its number; <c>null</c> when there is none that can be run.</summary>
    ValueTask<WorkflowPlan?> GetNumberAsync(string definitionId, int version, CancellationToken cancellationToken) => new((WorkflowPlan?)null);

    /// <summary>The plan of a version; <c>null</c> when there is none.</summary>
    ValueTask<WorkflowPlan?> GetVersionAsync(string versionId, CancellationToken cancellationToken);
}
