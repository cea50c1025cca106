using System.Collections.Frozen;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>A definition made ready to run: immutable, shared by all runs of its version.</summary>
public sealed class WorkflowPlan
{
    private readonly FrozenDictionary<string, PlanNode> _byId;

    internal WorkflowPlan(WorkflowDefinition definition, PlanNode[] nodes, VariableSlot[] variables, TimeZoneInfo timeZone)
    {
        Definition = definition;
        Nodes = nodes;
        Variables = variables;
        TimeZone = timeZone;
        Mode = definition.PersistenceMode;
        Activation = ActivationRule.Parse(definition.Options.ActivationStrategyType) ?? ActivationStrategy.Always;
        MostRunning = definition.MaxConcurrentRuns;
        CommitsInside = Array.Exists(nodes, n => n.Commits != CommitPoints.None);
        var byId = new Dictionary<string, PlanNode>(StringComparer.Ordinal);
        foreach (var node in nodes) byId.TryAdd(node.Key, node);
        _byId = byId.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The definition it was compiled from.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>What is kept of its runs.</summary>
    public PersistenceMode Mode { get; }

    /// <summary>Whether its runs may start while others run.</summary>
    public ActivationStrategy Activation { get; }

    /// <summary>Most runs that may go on at the same time (<c>customProperties.maxConcurrentRuns</c>); <c>null</c>: any number.</summary>
    public int? MostRunning { get; }

    /// <summary>Whether a start depends on what else runs.</summary>
    internal bool DecidesStarts => Activation != ActivationStrategy.Always || MostRunning is not null;

    /// <summary>The definition's time zone.</summary>
    public TimeZoneInfo TimeZone { get; }

    internal PlanNode[] Nodes { get; }

    internal PlanNode Root => Nodes[0];

    /// <summary>Whether runs are committed in the middle of their bursts.</summary>
    internal bool CommitsInside { get; }

    internal VariableSlot[] Variables { get; }

    internal bool ContinuesWithIncidents { get; init; }

    internal VariableSlot? FindVariable(string id) => Array.Find(Variables, v => v.Definition.Id == id);

    internal PlanNode? FindById(string id) => _byId.GetValueOrDefault(id);
}
