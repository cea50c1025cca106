using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>Carries a thrown value up to the script's <c>catch</c>, or to the edge, where it becomes a <see cref="ScriptException"/>.</summary>
internal sealed class ScriptThrow(DataValue value, int position) : Exception
{
    public DataValue Value { get; } = value;

    public int Position { get; } = position;
}
