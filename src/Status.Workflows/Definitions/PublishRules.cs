using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>Decides whether a version may run: everything that is wrong is said at once.</summary>
/// <param name="store">Knows the triggers of the others.</param>
/// <param name="validator">Validates.</param>
/// <param name="activities">Knows the workflows that are used as activities.</param>
/// <param name="checks">What folders below this one have to say; <c>null</c> for nothing.</param>
public sealed class PublishRules(IDefinitionStore store, DefinitionValidator validator, WorkflowActivities activities, IEnumerable<PublishCheck>? checks = null)
{
    /// <summary>Checks a version.</summary>
    /// <param name="content">Its content.</param>
    /// <param name="version">The row it will be; its ids go into the triggers.</param>
    /// <param name="actor">Who publishes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<DefinitionCheck> CheckAsync(DefinitionContent content, DefinitionRow version, DefinitionActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(actor);
        var definition = content.Definition with { Id = version.Id, DefinitionId = version.DefinitionId, Version = version.Version };
        await activities.PrepareAsync(definition, cancellationToken);
        var check = validator.Check(definition, await store.GetTriggersAsync(cancellationToken));
        var problems = content.Problems.Concat(check.Problems);
        if (!actor.MayOpenEndpoints) problems = problems.Concat(OpenEndpoints(check));
        if (!actor.MayWriteCSharp) problems = problems.Concat(Code(check));
        var found = problems.ToList();
        foreach (var further in checks ?? []) found.AddRange(await further(definition, found, cancellationToken));
        return check with { Problems = [.. found.Distinct()] };
    }

    private static IEnumerable<DefinitionProblem> Code(DefinitionCheck check) => (check.Plan?.Nodes ?? [])
        .Where(node => CSharpExpressions.Uses(node.Definition))
        .Select(node => new DefinitionProblem(node.Definition.Path, "C# code may do whatever the host may. Ask somebody with the permission write:csharp to publish it.", ProblemSeverity.Error, node.Id));

    private static IEnumerable<DefinitionProblem> OpenEndpoints(DefinitionCheck check) =>
        check.Triggers
            .Where(t => t.Name == HttpEndpoint.StimulusName && t.Options?["Authorize"] is not true)
            .Select(t => t.ActivityId).Distinct(StringComparer.Ordinal)
            .Select(id => new DefinitionProblem(
                $"{check.Plan?.FindById(id)?.Definition.Path}.authorize",
                "Anybody could call this address without signing in. Switch Authorize on, or ask somebody with the permission publish:anonymous-endpoint to publish it.",
                ProblemSeverity.Error, id));
}
