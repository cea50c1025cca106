using Status.Workflows.Authoring;
using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>
/// Stands between the burst and an activity that declares policies (retries, a time limit, background work). Chosen when the plan is compiled: a node without policies has none and
/// costs nothing.
/// </summary>
internal abstract class ActivityGuard
{
    /// <summary>Executes the activity as its policies say.</summary>
    public abstract ValueTask ExecuteAsync(NodeExecution execution);

    /// <summary>What a wait of the guard goes on with.</summary>
    /// <param name="name">Name that the guard gave to <see cref="Run.AddGuardBookmark"/>.</param>
    public abstract ExecuteActivityDelegate Callback(string name);
}

/// <summary>Finds what a definition declares about its nodes; implemented by <c>Resilience</c>, which stands below this folder.</summary>
internal abstract class ExecutionPolicies
{
    /// <summary>Whether a run goes on after a fault when its definition does not say.</summary>
    public abstract bool ContinuesWithIncidents { get; }

    /// <summary>The guard of a node; <c>null</c> when it declares nothing.</summary>
    /// <param name="node">The node, bound.</param>
    /// <param name="definition">Its definition.</param>
    /// <param name="problems">What is wrong with the declaration.</param>
    public abstract ActivityGuard? GuardOf(PlanNode node, WorkflowDefinition definition, ProblemList problems);
}
