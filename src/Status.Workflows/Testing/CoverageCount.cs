using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Testing;

/// <summary>Counts what cases have executed.</summary>
internal sealed class CoverageCount(WorkflowPlan plan)
{
    private readonly HashSet<string> _activities = new(StringComparer.Ordinal);
    private readonly HashSet<(string Source, string Port)> _left = [];

    public void Add(IEnumerable<ActivityExecution> executions)
    {
        foreach (var execution in executions)
        {
            _activities.Add(execution.ActivityId);
            foreach (var outcome in ExpectationCheck.Outcomes(execution)) _left.Add((execution.ActivityId, outcome));
        }
    }

    public TestCoverage Finish()
    {
        // Containers are seen through what they contain.
        var activities = plan.Nodes.Where(n => n.Children.Length == 0).Select(n => n.Id).ToArray();
        var connections = plan.Nodes.SelectMany(n => n.Definition.Connections).ToLookup(c => _left.Contains((c.Source, c.SourcePort)) && _activities.Contains(c.Target));
        return new TestCoverage
        {
            Activities = [.. activities.Where(_activities.Contains)],
            MissedActivities = [.. activities.Where(a => !_activities.Contains(a))],
            Connections = [.. connections[true].Select(Show)],
            MissedConnections = [.. connections[false].Select(Show)],
        };
    }

    private static string Show(Model.Connection connection) => $"{connection.Source}:{connection.SourcePort} → {connection.Target}";
}
