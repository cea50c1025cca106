using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// What a sequential loop remembers; also the scope of its two variables, so that a turn allocates none.
/// </summary>
/// <param name="items">The items.</param>
internal sealed class LoopScope(DataArray items)
{
    public const string CurrentValue = "CurrentValue";

    public const string CurrentIndex = "CurrentIndex";

    public DataArray Items => items;

    /// <summary>Turn from 0; −1 before the first.</summary>
    public int Index { get; set; } = -1;

    public object? Current { get; set; }

    public bool TryGet(string name, out object? value)
    {
        if (name == CurrentValue)
        {
            value = Current;
            return true;
        }

        value = name == CurrentIndex ? (double)Index : null;
        return name == CurrentIndex;
    }
}
