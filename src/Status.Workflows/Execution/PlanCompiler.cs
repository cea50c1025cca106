using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Expressions;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>Compiles definitions to plans. What is wrong is collected; a plan comes out all the same, and what could not be bound faults when it runs.</summary>
/// <param name="registry">The activity types.</param>
/// <param name="options">Settings; the defaults when <c>null</c>.</param>
public sealed class PlanCompiler(ActivityRegistry registry, IOptions<EngineOptions>? options = null)
{
    private readonly ExecutionPolicies? _policies;
    private readonly FlowchartMode _flowchartMode = options?.Value.FlowchartMode is FlowchartMode.CounterBased ? FlowchartMode.CounterBased : FlowchartMode.TokenBased;

    internal LanguageSettings Languages { get; init; } = LanguageSettings.None;

    internal PlanCompiler(ActivityRegistry registry, ExecutionPolicies policies, IOptions<EngineOptions> options)
        : this(registry, options) => _policies = policies;

    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <returns>The plan and every problem found.</returns>
    public (WorkflowPlan Plan, IReadOnlyList<DefinitionProblem> Problems) Compile(WorkflowDefinition definition) => Compile(definition, Languages);

    /// <summary>Compiles a version to be run that nobody has published: without code that only a publish allows.</summary>
    /// <param name="definition">The definition.</param>
    internal WorkflowPlan CompileUnpublished(WorkflowDefinition definition) => Compile(definition, Languages.Unpublished).Plan;

    private (WorkflowPlan Plan, IReadOnlyList<DefinitionProblem> Problems) Compile(WorkflowDefinition definition, LanguageSettings languages)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList();
        var compilation = new Compilation(registry, definition, problems, _policies, _flowchartMode, languages);
        return (compilation.Run(), problems.Items);
    }

    private sealed class Compilation(ActivityRegistry registry, WorkflowDefinition definition, ProblemList problems, ExecutionPolicies? policies, FlowchartMode flowchartMode, LanguageSettings languages)
    {
        /// <summary>More than a definition may have by itself: workflows used as activities multiply.</summary>
        private const int MostNodes = 100_000;

        private readonly List<PlanNode> _nodes = [];
        private readonly List<PlanSource> _sources = [];
        private readonly CommitPoints _commits = CommitStrategies.OfWorkflow(definition.Options.CommitStrategyName) ?? CommitPoints.None;

        public WorkflowPlan Run()
        {
            var source = new PlanSource(definition, problems, "", "", null, flowchartMode, languages);
            var variables = Slots(definition.Variables, "$", owner: null, source);
            var scope = new PlanScope(null, variables);
            Add(definition.Root, parent: null, position: 0, scope, source);
            for (var i = 0; i < _nodes.Count; i++)
            {
                (_nodes[i].Activity as IPreparedActivity)?.Prepare(_nodes[i]);
                _nodes[i].Guard = policies?.GuardOf(_nodes[i], _sources[i].Definition, _sources[i].Problems);
            }

            if (CommitStrategies.BeginsWithCommit(definition.Options.CommitStrategyName)) _nodes[0].Commits |= CommitPoints.Before;
            foreach (var inner in _sources.Where(s => s.Outer is not null).Distinct()) ReportInner(inner);
            return new WorkflowPlan(definition, [.. _nodes], variables, ReadZone()) { ContinuesWithIncidents = ContinuesWithIncidents() };
        }

        private PlanNode Add(ActivityDefinition activity, PlanNode? parent, int position, PlanScope scope, PlanSource source, IReadOnlyList<VariableDefinition>? more = null)
        {
            var node = Create(activity, parent, position, scope, source);
            _nodes.Add(node);
            _sources.Add(source);
            node.Variables = Slots(more is null ? activity.Variables : [.. activity.Variables, .. more], activity.Path, node, source);
            var inner = node.Variables.Length > 0 ? new PlanScope(scope, node.Variables) : scope;
            source.Binder.Bind(node, inner);
            node.Commits = CommitStrategies.OfActivity(activity, _commits, source.Problems);
            node.LogRules = LogRules.Of(node, source.Definition, source.Expressions);
            if (node.Activity is WorkflowDefinitionActivity)
            {
                AddWorkflow(node, scope, source);
                return node;
            }

            var children = new List<PlanNode>(activity.Children.Count);
            foreach (var slot in activity.Children)
            {
                var child = Add(slot.Activity, node, children.Count, inner, source);
                children.Add(child);
                Fill(node, slot, child);
            }

            node.Children = [.. children];
            return node;
        }

        /// <summary>Puts the root of a workflow that is used as an activity into its node.</summary>
        private void AddWorkflow(PlanNode node, PlanScope scope, PlanSource source)
        {
            if (node.Descriptor.Workflow?.Definition is not { } used) return;
            if (source.Uses(used.DefinitionId) is { } way)
            {
                source.Problems.Error(node.Definition.Path, $"The workflow would contain itself: {way} → {used.Name}.", node.Id);
                return;
            }

            if (_nodes.Count + used.ActivityCount > MostNodes)
            {
                source.Problems.Error(node.Definition.Path, $"With the workflows that it uses as activities the workflow has more than {MostNodes} activities.", node.Id);
                return;
            }

            var inner = new PlanSource(used, new ProblemList(), node.Key + "/", node.NodeId + ":", source, flowchartMode, languages) { Node = node };
            node.Children = [Add(used.Root, node, 0, scope, inner, used.Variables)];
        }

        /// <summary>What is wrong inside a workflow was said when it was published; here it is enough to name it.</summary>
        private static void ReportInner(PlanSource inner)
        {
            if (inner.Problems.Items.FirstOrDefault(p => p.Severity == ProblemSeverity.Error) is { } first)
                inner.Outer!.Problems.Error(inner.Node!.Definition.Path, $"The workflow '{inner.Definition.Name}' in version {inner.Definition.Version} cannot be used: {first.Message}", inner.Node.Id);
        }

        private PlanNode Create(ActivityDefinition activity, PlanNode? parent, int position, PlanScope scope, PlanSource source)
        {
            var descriptor = Find(activity, source);
            var instance = descriptor == NotFound ? new NotFoundActivity() : (Activity)Activator.CreateInstance(descriptor.ClrType)!;
            if (source.NodePrefix.Length > 0) activity = activity with { NodeId = source.NodePrefix + activity.NodeId };
            instance.Id = activity.Id;
            instance.NodeId = activity.NodeId;
            instance.Name = activity.Name;
            instance.Type = activity.Type;
            instance.Version = activity.Version;
            instance.NodeIndex = _nodes.Count;
            return new PlanNode
            {
                Index = _nodes.Count,
                Parent = parent,
                Position = position,
                Scope = scope,
                Languages = languages,
                Definition = activity,
                Activity = instance,
                Descriptor = descriptor,
                AutoCompletes = instance is CodeActivity,
                Container = instance as Container,
                IsTerminal = instance is ITerminalNode,
                FlowchartMode = source.Mode,
                KeyPrefix = source.KeyPrefix,
            };
        }

        private ActivityDescriptor Find(ActivityDefinition activity, PlanSource source)
        {
            var definitionId = activity.TryGetProperty("WorkflowDefinitionId", out var id) ? id.TextOrNull() : null;
            if (string.IsNullOrEmpty(definitionId) || registry.Find(activity.Type, activity.Version) is { Workflow: null }) return FindType(activity, source);
            var versionId = activity.TryGetProperty("WorkflowDefinitionVersionId", out var version) ? version.TextOrNull() : null;
            if (versionId is not null && registry.FindWorkflow(versionId) is { } exact) return exact;
            if (registry.FindWorkflow(definitionId, activity.Version) is not { } found)
            {
                source.Problems.Error(activity.Path, $"There is no workflow '{definitionId}' in version {activity.Version}, nor a published one, to use as an activity.", activity.Id);
                return NotFound;
            }

            if (versionId is not null && found.Version != activity.Version)
            {
                // Another version would run other things than whoever published this one has seen.
                source.Problems.Error(activity.Path, $"The version '{versionId}' (version {activity.Version}) of the workflow '{definitionId}' that this activity names is not there. Choose one that is; version {found.Version} is published.", activity.Id);
                return NotFound;
            }

            if (versionId is not null || found.Version != activity.Version)
                source.Problems.Warn(activity.Path, $"The version of '{definitionId}' that this activity names is not there; version {found.Version} is used.", activity.Id);
            return found;
        }

        private ActivityDescriptor FindType(ActivityDefinition activity, PlanSource source)
        {
            if (registry.Find(activity.Type, activity.Version) is not { } descriptor)
            {
                source.Problems.Error($"{activity.Path}.type", $"There is no activity type '{activity.Type}'.", activity.Id);
                return NotFound;
            }

            if (descriptor.Version != activity.Version) source.Problems.Warn($"{activity.Path}.version", $"'{activity.Type}' is there in version {descriptor.Version}, not {activity.Version}.", activity.Id);
            return descriptor;
        }

        private static ActivityDescriptor NotFound { get; } = ActivityDescriber.Describe(typeof(NotFoundActivity));

        /// <summary>Puts a child into the port that the JSON property names.</summary>
        private static void Fill(PlanNode node, ActivitySlot slot, PlanNode child)
        {
            foreach (var port in node.Descriptor.Ports)
            {
                if (port.Property is not null && JsonNamingPolicy.CamelCase.ConvertName(port.Property.Name) == slot.Property) port.Property.SetValue(node.Activity, child.Activity);
            }

            foreach (var input in node.Descriptor.Inputs)
            {
                if (!input.IsWrapped && JsonNamingPolicy.CamelCase.ConvertName(input.Name) == slot.Property) CaseList.SetActivity(input.Property.GetValue(node.Activity), slot.Key, slot.Member, child.Activity);
            }

            foreach (var parts in node.Descriptor.Parts)
            {
                if (JsonNamingPolicy.CamelCase.ConvertName(parts.Name) == slot.Property) CaseList.SetActivity(parts.GetValue(node.Activity), slot.Key, slot.Member, child.Activity);
            }
        }

        private static VariableSlot[] Slots(IReadOnlyList<VariableDefinition> variables, string path, PlanNode? owner, PlanSource source)
        {
            var slots = new VariableSlot[variables.Count];
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < slots.Length; i++)
            {
                var variable = variables[i];
                var at = $"{path}.variables[{i}]";
                if (!seen.Add(variable.Id)) source.Problems.Error($"{at}.id", $"Another variable has the id '{variable.Id}'.");
                if (!TypeAliases.TryResolve(variable.TypeName, out var type))
                {
                    source.Problems.Warn($"{at}.typeName", $"The type '{variable.TypeName}' is not known here; the variable holds any value.");
                    type = typeof(object);
                }

                if (variable.IsArray) type = typeof(DataArray);
                slots[i] = new VariableSlot { Owner = owner, Index = i, Definition = variable, Type = type, Default = DefaultOf(variable, type, at, source) };
            }

            return slots;
        }

        private static Func<object?> DefaultOf(VariableDefinition variable, Type type, string at, PlanSource source)
        {
            if (variable.Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return static () => null;
            try
            {
                var json = variable.Value;
                var value = Make(json, type);
                return value is DataObject or DataArray ? () => Make(json, type) : () => value;
            }
            catch (ValueConversionException e)
            {
                source.Problems.Error($"{at}.value", e.Message);
                return static () => null;
            }
        }

        private static object? Make(JsonElement json, Type type)
        {
            var value = DataJson.From(json);
            if (value is string { Length: 0 } && type != typeof(string) && type != typeof(object)) return null;
            // The designer writes the default of an untyped variable as text; only a list or an object can be recognised in it.
            if (type == typeof(object) && value is string text && text.TrimStart() is ['{' or '[', ..]) return TryParse(text);
            return ValueConverter.Normalize(type == typeof(object) ? value : ValueConverter.To(value, type));
        }

        private static object? TryParse(string text)
        {
            try
            {
                return DataJson.Parse(text);
            }
            catch (JsonException)
            {
                return text;
            }
        }

        private bool ContinuesWithIncidents() =>
            definition.Options.IncidentStrategyType is { Length: > 0 } strategy ? strategy.Contains("ContinueWithIncidents", StringComparison.Ordinal) : policies?.ContinuesWithIncidents == true;

        private TimeZoneInfo ReadZone()
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(definition.TimeZone, out var zone)) return zone;
            problems.Error("$.customProperties.timeZone", $"There is no time zone '{definition.TimeZone}' (IANA names such as Europe/Madrid).");
            return TimeZoneInfo.Utc;
        }
    }
}
