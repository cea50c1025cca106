namespace Status.Workflows.Execution;

/// <summary>
/// The turn of a loop: the scope of its two variables. A sequential loop keeps one and moves it on, so that a turn allocates none; of a parallel loop every turn has its own.
/// </summary>
internal class LoopScope
{
    public const string CurrentValue = "CurrentValue";

    public const string CurrentIndex = "CurrentIndex";

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
