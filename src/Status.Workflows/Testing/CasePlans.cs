using Status.Workflows.Execution;
using Status.Workflows.Model;

namespace Status.Workflows.Testing;

/// <summary>The plans of one case: the definition under test with its stand-ins, and the workflows that it starts, as they are.</summary>
internal sealed class CasePlans(PlanCompiler compiler, WorkflowPlan underTest, TestSurroundings surroundings) : IPlanSource
{
    private readonly Dictionary<string, WorkflowPlan> _others = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<WorkflowPlan?> GetPublishedAsync(string definitionId, CancellationToken cancellationToken)
    {
        if (definitionId == underTest.Definition.DefinitionId) return underTest;
        if (_others.Values.FirstOrDefault(p => p.Definition.DefinitionId == definitionId) is { } known) return known;
        return await surroundings.FindAsync(definitionId, cancellationToken) is { } definition ? Add(definition) : null;
    }

    /// <inheritdoc/>
    public ValueTask<WorkflowPlan?> GetVersionAsync(string versionId, CancellationToken cancellationToken) =>
        new(versionId == underTest.Definition.Id ? underTest : _others.GetValueOrDefault(versionId));

    private WorkflowPlan Add(WorkflowDefinition definition) => _others[definition.Id] = compiler.Compile(definition).Plan;
}

/// <summary>What a definition under test finds around it.</summary>
/// <param name="FindAsync">Finds the workflows that it starts; <c>null</c> for one that is not there.</param>
/// <param name="Configure">Registers services that its activities ask for; the network and the stores of a host are never among them.</param>
public sealed record TestSurroundings(
    Func<string, CancellationToken, ValueTask<WorkflowDefinition?>> FindAsync, Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? Configure = null)
{
    /// <summary>Nothing: workflows that are started have to be mocked.</summary>
    public static TestSurroundings None { get; } = new(static (_, _) => default);
}
