using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.ControlFlow;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>Finds every problem of a definition: the command line, the import and the publish ask the same object.</summary>
/// <param name="compiler">Compiles it.</param>
/// <param name="registry">The activity types.</param>
/// <param name="timeProvider">Decides the first time of schedules.</param>
/// <param name="limits">How large it may be.</param>
public sealed class DefinitionValidator(PlanCompiler compiler, ActivityRegistry registry, TimeProvider timeProvider, IOptions<DefinitionLimits> limits)
{
    /// <summary>Checks JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="published">Triggers of the published definitions, to find routes that are taken; those of the same definition are left out.</param>
    /// <returns>Definition, plan, triggers and problems.</returns>
    public DefinitionCheck Check(string json, IEnumerable<TriggerRecord>? published = null)
    {
        var read = DefinitionJson.Read(json, limits.Value);
        if (read.Definition is not { } definition) return new DefinitionCheck { Problems = read.Problems };
        var check = Check(definition, published);
        return check with { Problems = [.. read.Problems, .. check.Problems] };
    }

    /// <summary>Checks a definition that was read.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="published">Triggers of the published definitions.</param>
    /// <returns>Plan, triggers and problems.</returns>
    public DefinitionCheck Check(WorkflowDefinition definition, IEnumerable<TriggerRecord>? published = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var (plan, compiled) = compiler.Compile(definition);
        var problems = new ProblemList();
        CheckSettings(definition, problems);
        SettingNames.Check(definition, problems);
        CheckAsActivity(definition, problems);
        // What is inside a workflow used as an activity was checked when that was published.
        foreach (var node in plan.Nodes.Where(n => !n.IsInsideWorkflow)) CheckNode(node, plan, problems);
        var index = new TriggerIndex(plan, timeProvider.GetUtcNow(), problems);
        index.RefuseTaken(published ?? []);
        return new DefinitionCheck
        {
            Definition = definition,
            Plan = plan,
            Problems = [.. compiled, .. problems.Items],
            Triggers = index.Triggers,
            Timers = index.Timers,
        };
    }

    private static void CheckSettings(WorkflowDefinition definition, ProblemList problems)
    {
        if (definition.CustomText("persistenceMode") is { } mode && !Enum.TryParse<PersistenceMode>(mode, ignoreCase: true, out _))
            problems.Error("$.customProperties.persistenceMode", $"'{mode}' is no persistence mode: off, durable or journalled.");
        if (definition.CustomProperties.Member("maxConcurrentRuns") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } most && definition.MaxConcurrentRuns is null)
            problems.Error("$.customProperties.maxConcurrentRuns", $"'{most}' is no limit of concurrent runs: a whole number from 1.");
        if (definition.Options.CommitStrategyName is { } strategy && CommitStrategies.OfWorkflow(strategy) is null)
            problems.Warn("$.options.commitStrategyName", $"There is no commit strategy '{strategy}' for workflows: WorkflowExecuting, WorkflowExecuted, ActivityExecuting, ActivityExecuted or Periodic.");
    }

    private void CheckAsActivity(WorkflowDefinition definition, ProblemList problems)
    {
        if (!definition.Options.UsableAsActivity) return;
        var type = WorkflowActivityDescriber.TypeNameOf(definition.Name);
        if (registry.All.FirstOrDefault(d => d.TypeName == type && d.IsBrowsable && d.Workflow?.Definition.DefinitionId != definition.DefinitionId) is { } other)
            problems.Error("$.name", $"As an activity the workflow would be '{type}', which '{other.Workflow?.Definition.DefinitionId ?? other.TypeName}' is already. Give it another name.");
    }

    private static void CheckNode(PlanNode node, WorkflowPlan plan, ProblemList problems)
    {
        var definition = node.Definition;
        if (definition.MergeMode is { } merge && !Enum.TryParse<MergeMode>(merge, ignoreCase: true, out _))
            problems.Error($"{definition.Path}.customProperties.mergeMode", $"'{merge}' is no merge mode: Stream, Merge, Converge, Cascade or Race.", node.Id);
        else if (definition.MergeMode is not null && node.Parent?.Activity is Flowchart { CountsVisits: true })
            problems.Warn($"{definition.Path}.customProperties.mergeMode", "The merge mode is ignored: the flowcharts of this workflow count visits (Flowchart:ExecutionMode).", node.Id);
        if (definition.CanStartWorkflow && node.Activity is not (Trigger or NotFoundActivity))
            problems.Warn($"{definition.Path}.customProperties.canStartWorkflow", $"'{definition.Type}' is no trigger and cannot start the workflow.", node.Id);
        CheckConnections(node, problems);
        if (node.Descriptor.Workflow is { WasPublished: false } used)
            problems.Error(definition.Path, $"The workflow '{used.Definition.Name}' has not been published in version {used.Definition.Version}: it may still change. Publish it first.", node.Id);
        node.Activity.Validate(new ValidationContext(node, plan.TimeZone, problems));
    }

    private static void CheckConnections(PlanNode node, ProblemList problems)
    {
        if (node.Activity is not Flowchart) return;
        var children = node.Children.ToLookup(c => c.Id, StringComparer.Ordinal);
        foreach (var connection in node.Definition.Connections)
        {
            if (!children.Contains(connection.Target)) problems.Error($"{connection.Path}.target", $"The flowchart has no activity '{connection.Target}'.", node.Id);
            if (children[connection.Source].FirstOrDefault() is not { } source)
                problems.Error($"{connection.Path}.source", $"The flowchart has no activity '{connection.Source}'.", node.Id);
            else if (KnownPorts(source) is { } ports && !ports.Contains(connection.SourcePort) && !(connection.SourcePort == MessageFlow.FaultPort && MessageFlow.LetsFaultsOut(source)))
                problems.Warn($"{connection.Path}.source.port", $"'{source.Definition.Type}' has no outcome '{connection.SourcePort}' ({string.Join(", ", ports)}).", source.Id);
        }

        if (node.Definition.Start is { } start && !children.Contains(start)) problems.Warn($"{node.Definition.Path}.start", $"The flowchart has no activity '{start}'.", node.Id);
    }

    /// <summary>The outcomes of an activity; <c>null</c> when designers name further ones.</summary>
    private static HashSet<string>? KnownPorts(PlanNode node)
    {
        if (node.Activity is NotFoundActivity || node.IsTerminal) return null;
        if (node.Descriptor.Inputs.Any(i => i.UIHint is InputUIHints.DynamicOutcomes or InputUIHints.FlowSwitchEditor or InputUIHints.HttpStatusCodes)) return null;
        // Several activities complete with a status as outcome; only those with declared outcomes are checked.
        return node.Descriptor.Ports.Any(p => p.Kind == PortKind.Flow) ? [.. node.Descriptor.Outcomes, "Done"] : null;
    }

    private sealed class ValidationContext(PlanNode node, TimeZoneInfo zone, ProblemList problems) : ActivityValidationContext
    {
        public override TimeZoneInfo TimeZone => zone;

        public override bool CanStartWorkflow => node.Definition.CanStartWorkflow;

        public override bool TryGetLiteral<T>(Input<T>? input, out T? value)
            where T : default
        {
            value = input is { IsLiteral: true } ? input.Literal : default;
            return input is { IsLiteral: true };
        }

        public override void Error(string input, string message) => problems.Error(PathOf(input), message, node.Id);

        public override void Warn(string input, string message) => problems.Warn(PathOf(input), message, node.Id);

        private string PathOf(string input) => input.Length == 0 ? node.Definition.Path : $"{node.Definition.Path}.{JsonNamingPolicy.CamelCase.ConvertName(input)}";
    }
}
