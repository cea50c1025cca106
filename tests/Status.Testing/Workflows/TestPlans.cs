using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Testing.Workflows;

/// <summary>A fixed set of compiled definitions.</summary>
/// <param name="compiler">Compiles them.</param>
/// <param name="registry">Gets a type for each definition that can be used as an activity.</param>
public sealed class TestPlans(PlanCompiler compiler, ActivityRegistry registry) : IPlanSource
{
    private readonly Dictionary<string, WorkflowPlan> _byDefinition = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkflowPlan> _byVersion = new(StringComparer.Ordinal);

    /// <summary>Adds a definition and publishes it.</summary>
    /// <param name="json">The definition.</param>
    /// <returns>Its plan.</returns>
    /// <exception cref="InvalidOperationException">The definition cannot be read or has errors.</exception>
    public WorkflowPlan Add(string json)
    {
        var read = DefinitionJson.Read(json);
        if (!read.IsValid) throw new InvalidOperationException(string.Join(Environment.NewLine, read.Problems));
        return Add(read.Definition);
    }

    /// <summary>Adds a definition and publishes it.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="allowErrors">Whether errors are let through, to see what a run does with them.</param>
    /// <returns>Its plan.</returns>
    public WorkflowPlan Add(WorkflowDefinition definition, bool allowErrors = false)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var (plan, problems) = compiler.Compile(definition);
        if (!allowErrors && problems.Any(p => p.Severity == ProblemSeverity.Error)) throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        if (definition.Options.UsableAsActivity) registry.ChangeWorkflows([WorkflowActivityDescriber.Describe(definition, isPublished: true, wasPublished: true)], []);
        _byDefinition[definition.DefinitionId] = plan;
        _byVersion[definition.Id] = plan;
        return plan;
    }

    /// <inheritdoc/>
    public ValueTask<WorkflowPlan?> GetPublishedAsync(string definitionId, CancellationToken cancellationToken) => new(_byDefinition.GetValueOrDefault(definitionId));

    /// <inheritdoc/>
    public ValueTask<WorkflowPlan?> GetNumberAsync(string definitionId, int version, CancellationToken cancellationToken) =>
        new(_byVersion.Values.FirstOrDefault(p => p.Definition.DefinitionId == definitionId && p.Definition.Version == version));

    /// <inheritdoc/>
    public ValueTask<WorkflowPlan?> GetVersionAsync(string versionId, CancellationToken cancellationToken) => new(_byVersion.GetValueOrDefault(versionId));
}
