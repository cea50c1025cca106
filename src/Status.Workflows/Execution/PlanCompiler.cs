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

    internal PlanCompiler(ActivityRegistry registry, ExecutionPolicies policies, IOptions<EngineOptions> options)
        : this(registry, options) => _policies = policies;

    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <returns>The plan and every problem found.</returns>
    public (WorkflowPlan Plan, IReadOnlyList<DefinitionProblem> Problems) Compile(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList();
        var compilation = new Compilation(registry, definition, problems, _policies, _flowchartMode);
        return (compilation.Run(), problems.Items);
    }

    private sealed class Compilation(ActivityRegistry registry, WorkflowDefinition definition, ProblemList problems, ExecutionPolicies? policies, FlowchartMode flowchartMode)
    {
        private readonly List<PlanNode> _nodes = [];
        private readonly FlowchartMode _mode = ModeOf(definition, flowchartMode);
        private readonly InputBinder _binder = new(problems, new ExpressionCompiler(problems, definition));

        public WorkflowPlan Run()
        {
            var variables = Slots(definition.Variables, "$", owner: null);
            var scope = new PlanScope(null, variables);
            Add(definition.Root, parent: null, position: 0, scope);
            foreach (var node in _nodes)
            {
                (node.Activity as IPreparedActivity)?.Prepare(node);
                node.Guard = policies?.GuardOf(node, definition, problems);
            }

            return new WorkflowPlan(definition, [.. _nodes], variables, ReadZone()) { ContinuesWithIncidents = ContinuesWithIncidents() };
        }

        private PlanNode Add(ActivityDefinition activity, PlanNode? parent, int position, PlanScope scope)
        {
            var node = Create(activity, parent, position, scope);
            _nodes.Add(node);
            node.Variables = Slots(activity.Variables, activity.Path, node);
            var inner = node.Variables.Length > 0 ? new PlanScope(scope, node.Variables) : scope;
            _binder.Bind(node, inner);
            var children = new List<PlanNode>(activity.Children.Count);
            foreach (var slot in activity.Children)
            {
                var child = Add(slot.Activity, node, children.Count, inner);
                children.Add(child);
                Fill(node, slot, child);
            }

            node.Children = [.. children];
            return node;
        }

        private PlanNode Create(ActivityDefinition activity, PlanNode? parent, int position, PlanScope scope)
        {
            var descriptor = registry.Find(activity.Type, activity.Version);
            Activity instance;
            if (descriptor is null)
            {
                problems.Error($"{activity.Path}.type", $"There is no activity type '{activity.Type}'.", activity.Id);
                descriptor = NotFound;
                instance = new NotFoundActivity();
            }
            else
            {
                if (descriptor.Version != activity.Version) problems.Warn($"{activity.Path}.version", $"'{activity.Type}' is there in version {descriptor.Version}, not {activity.Version}.", activity.Id);
                instance = (Activity)Activator.CreateInstance(descriptor.ClrType)!;
            }

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
                Definition = activity,
                Activity = instance,
                Descriptor = descriptor,
                AutoCompletes = instance is CodeActivity,
                Container = instance as Container,
                IsTerminal = instance is ITerminalNode,
                FlowchartMode = _mode,
            };
        }

        /// <summary>Elsa writes the mode as its name or its number.</summary>
        private static FlowchartMode ModeOf(WorkflowDefinition definition, FlowchartMode otherwise)
        {
            var json = definition.CustomProperties.Member("Flowchart:ExecutionMode");
            var text = json.ValueKind == JsonValueKind.Number ? json.GetRawText() : json.TextOrNull();
            return Enum.TryParse<FlowchartMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode) && mode != FlowchartMode.Default ? mode : otherwise;
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

        private VariableSlot[] Slots(IReadOnlyList<VariableDefinition> variables, string path, PlanNode? owner)
        {
            var slots = new VariableSlot[variables.Count];
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < slots.Length; i++)
            {
                var variable = variables[i];
                var at = $"{path}.variables[{i}]";
                if (!seen.Add(variable.Id)) problems.Error($"{at}.id", $"Another variable has the id '{variable.Id}'.");
                if (!TypeAliases.TryResolve(variable.TypeName, out var type))
                {
                    problems.Warn($"{at}.typeName", $"The type '{variable.TypeName}' is not known here; the variable holds any value.");
                    type = typeof(object);
                }

                if (variable.IsArray) type = typeof(DataArray);
                slots[i] = new VariableSlot { Owner = owner, Index = i, Definition = variable, Type = type, Default = DefaultOf(variable, type, at) };
            }

            return slots;
        }

        private Func<object?> DefaultOf(VariableDefinition variable, Type type, string at)
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
                problems.Error($"{at}.value", e.Message);
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
