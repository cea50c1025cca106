using System.Text.Json;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>Where the activities that are compiled come from: the workflow itself, or one that it uses as an activity.</summary>
internal sealed class PlanSource
{
    public PlanSource(WorkflowDefinition definition, ProblemList problems, string keyPrefix, string nodePrefix, PlanSource? outer, FlowchartMode mode, LanguageSettings languages)
    {
        Definition = definition;
        Problems = problems;
        KeyPrefix = keyPrefix;
        NodePrefix = nodePrefix;
        Outer = outer;
        Mode = ModeOf(definition, mode);
        Expressions = new ExpressionCompiler(problems, definition, outer is not null, languages);
        Binder = new InputBinder(problems, Expressions);
    }

    public WorkflowDefinition Definition { get; }

    public ProblemList Problems { get; }

    /// <summary>Stands before the ids of its activities in keys.</summary>
    public string KeyPrefix { get; }

    /// <summary>Stands before the node ids of its activities.</summary>
    public string NodePrefix { get; }

    /// <summary>The workflow that uses it; <c>null</c> for the outermost.</summary>
    public PlanSource? Outer { get; }

    /// <summary>The activity it is used as.</summary>
    public PlanNode? Node { get; init; }

    public FlowchartMode Mode { get; }

    public InputBinder Binder { get; }

    public ExpressionCompiler Expressions { get; }

    /// <summary>The names from the outermost workflow to this one when a workflow is among them; <c>null</c> when it is not.</summary>
    public string? Uses(string definitionId)
    {
        var names = new List<string>();
        var found = false;
        for (var source = this; source is not null; source = source.Outer)
        {
            names.Insert(0, source.Definition.Name);
            found |= source.Definition.DefinitionId == definitionId;
        }

        return found ? string.Join(" → ", names) : null;
    }

    /// <summary>Elsa writes the mode as its name or its number.</summary>
    private static FlowchartMode ModeOf(WorkflowDefinition definition, FlowchartMode otherwise)
    {
        var json = definition.CustomProperties.Member("Flowchart:ExecutionMode");
        var text = json.ValueKind == JsonValueKind.Number ? json.GetRawText() : json.TextOrNull();
        return Enum.TryParse<FlowchartMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode) && mode != FlowchartMode.Default ? mode : otherwise;
    }
}
