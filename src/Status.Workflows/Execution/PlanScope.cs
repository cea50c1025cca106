using Status.Workflows.Model;

namespace Status.Workflows.Execution;

/// <summary>The variables that an activity can see, inner ones first.</summary>
internal sealed class PlanScope(PlanScope? parent, VariableSlot[] variables)
{
    /// <summary>The variable with an id, or with that name.</summary>
    public VariableSlot? Find(string? id, string? name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (var slot in scope.Slots)
            {
                if (id is not null && slot.Definition.Id == id) return slot;
            }
        }

        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (var slot in scope.Slots)
            {
                if (slot.Definition.Name == (name ?? id)) return slot;
            }
        }

        return null;
    }

    private PlanScope? Outer => parent;

    private VariableSlot[] Slots => variables;
}

/// <summary>Collects problems while a plan is compiled.</summary>
internal sealed class ProblemList
{
    private readonly List<DefinitionProblem> _items = [];

    public IReadOnlyList<DefinitionProblem> Items => _items;

    public void Error(string path, string message, string? activityId = null) => _items.Add(new DefinitionProblem(path, message, ProblemSeverity.Error, activityId));

    public void Warn(string path, string message, string? activityId = null) => _items.Add(new DefinitionProblem(path, message, ProblemSeverity.Warning, activityId));
}
