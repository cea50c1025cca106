using System.Text.Json;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>
/// What the journal keeps of an activity, when its definition or its workflow says so: the strategy of an input or output, else of the activity, else of the workflow; in the end everything
/// is kept.
/// </summary>
internal sealed class LogRules
{
    private readonly Dictionary<string, Func<NodeExecution, bool>> _inputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<NodeExecution, bool>> _outputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<NodeExecution, bool> _otherwise;
    private readonly Func<NodeExecution, bool> _internalState;

    private LogRules(Func<NodeExecution, bool> otherwise, Func<NodeExecution, bool> internalState)
    {
        _otherwise = otherwise;
        _internalState = internalState;
    }

    /// <summary>Reads the rules for an activity; <c>null</c> when everything is kept.</summary>
    /// <param name="node">The activity.</param>
    /// <param name="workflow">Its workflow.</param>
    /// <param name="expressions">Compiles strategies that are expressions.</param>
    public static LogRules? Of(PlanNode node, WorkflowDefinition workflow, ExpressionCompiler expressions)
    {
        var custom = node.Definition.TryGetProperty("customProperties", out var json) ? json : default;
        var (config, legacy) = (custom.Member("logPersistenceConfig"), custom.Member("logPersistenceMode"));
        var workflowConfig = workflow.CustomProperties.Member("logPersistenceConfig");
        var workflowLegacy = workflow.CustomProperties.Member("logPersistenceMode");
        if (config.ValueKind != JsonValueKind.Object && legacy.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            && workflowConfig.ValueKind != JsonValueKind.Object && workflowLegacy.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
        var reader = new Reader(node, expressions);
        Func<NodeExecution, bool> all = static _ => true;
        var ofWorkflow = reader.Read(Default(workflowConfig), Default(workflowLegacy), all);
        var ofActivity = reader.Read(Default(config), Default(legacy), ofWorkflow);
        var rules = new LogRules(ofActivity, reader.Read(config.Member("internalState"), default, ofActivity));
        reader.ReadEach(rules._inputs, config.Member("inputs"), legacy.Member("inputs"), ofActivity);
        reader.ReadEach(rules._outputs, config.Member("outputs"), legacy.Member("outputs"), ofActivity);
        return rules;
    }

    public bool KeepsInput(string name, NodeExecution execution) => Decide(_inputs.GetValueOrDefault(name, _otherwise), execution);

    public bool KeepsOutput(string name, NodeExecution execution) => Decide(_outputs.GetValueOrDefault(name, _otherwise), execution);

    public bool KeepsInternalState(NodeExecution execution) => Decide(_internalState, execution);

    private static bool Decide(Func<NodeExecution, bool> rule, NodeExecution execution)
    {
        try
        {
            return rule(execution);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A rule that cannot be evaluated was meant to keep something out.
            return false;
        }
    }

    /// <summary>The member <c>default</c>; some designers write the strategy itself.</summary>
    private static JsonElement Default(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("default", out var value) ? value : json;

    private sealed class Reader(PlanNode node, ExpressionCompiler expressions)
    {
        public void ReadEach(Dictionary<string, Func<NodeExecution, bool>> rules, JsonElement config, JsonElement legacy, Func<NodeExecution, bool> otherwise)
        {
            foreach (var name in Names(config).Concat(Names(legacy)).Distinct(StringComparer.OrdinalIgnoreCase)) rules[name] = Read(config.Member(name), legacy.Member(name), otherwise);
        }

        public Func<NodeExecution, bool> Read(JsonElement config, JsonElement legacy, Func<NodeExecution, bool> otherwise)
        {
            if (config.ValueKind == JsonValueKind.Object && config.Member("evaluationMode").TextOrNull() == "Expression" && Compile(config.Member("expression")) is { } evaluate)
                return execution => Parse(evaluate(execution) as string) ?? otherwise(execution);
            var mode = Parse(config.ValueKind == JsonValueKind.Object ? config.Member("strategyType").TextOrNull() : config.TextOrNull()) ?? Parse(legacy.TextOrNull());
            return mode is { } keeps ? _ => keeps : otherwise;
        }

        private Func<NodeExecution, object?>? Compile(JsonElement expression)
        {
            if (expression.ValueKind != JsonValueKind.Object) return null;
            var type = expression.Member("type").TextOrNull() ?? "Literal";
            if (expressions.Compile(new Expression(type, expression.Member("value")), node.Scope, $"{node.Definition.Path}.customProperties.logPersistenceConfig", node.Id) is not { } compiled) return null;
            return compiled.Evaluate ?? (_ => compiled.Value);
        }

        private static IEnumerable<string> Names(JsonElement json) => json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(p => p.Name) : [];

        /// <summary>A strategy's name, with or without its namespace and assembly; <c>null</c> for Inherit and for what is none.</summary>
        private static bool? Parse(string? text)
        {
            var name = (text ?? "").Split(',')[0].Trim();
            return name[(name.LastIndexOf('.') + 1)..] switch
            {
                "Include" => true,
                "Exclude" => false,
                _ => null,
            };
        }
    }
}
