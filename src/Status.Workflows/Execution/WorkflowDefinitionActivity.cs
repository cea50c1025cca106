using Status.Workflows.Authoring;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// A workflow used as an activity: its root runs inside the run of the workflow that uses it. Its inputs hide workflow inputs of the same names from everything inside it; its
/// outputs and outcomes are those that <c>SetOutput</c> and <c>Complete</c> inside it give.
/// </summary>
internal sealed class WorkflowDefinitionActivity : Container
{
    private readonly List<(string Name, Type Type, Input? Input)> _inputs = [];
    private readonly Dictionary<string, Output> _outputs = new(StringComparer.Ordinal);
    private PlanNode? _root;

    /// <inheritdoc/>
    public override void Prepare(PlanNode node) => _root = node.Children.FirstOrDefault();

    /// <summary>Declares an input with what gives it its value; <c>null</c> leaves it empty.</summary>
    public void Declare(InputDescriptor descriptor, Input? input) => _inputs.Add((descriptor.Name, descriptor.ValueType, input));

    /// <summary>Declares an output.</summary>
    public void Declare(Output output) => _outputs[output.Name] = output;

    /// <summary>Whether it has an output of this name.</summary>
    public bool TryGetOutput(string name, out Output? output) => _outputs.TryGetValue(name, out output);

    /// <inheritdoc/>
    public override ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child) => self.CompleteActivityAsync();

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (_root is null) return context.CompleteActivityAsync();
        var self = (NodeExecution)context;
        var values = new DataObject();
        foreach (var (name, type, input) in _inputs)
        {
            var value = input?.GetBoxed(context);
            values[name] = value is null ? null : ValueConverter.Normalize(type == typeof(object) ? value : ValueConverter.To(value, type));
        }

        self.Run.Schedule(_root, self).Extras.Dynamic = values;
        return default;
    }
}
