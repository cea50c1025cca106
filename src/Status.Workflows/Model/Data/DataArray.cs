namespace Status.Workflows.Model.Data;

/// <summary>A JSON array as the engine and its scripts see it: values of the closed set described at <see cref="DataJson"/>.</summary>
public sealed class DataArray : List<object?>
{
    /// <summary>Creates an empty array.</summary>
    public DataArray()
    {
    }

    /// <summary>Creates an empty array with room for <paramref name="capacity"/> items.</summary>
    public DataArray(int capacity)
        : base(capacity)
    {
    }

    /// <summary>Creates an array with a copy of <paramref name="items"/>.</summary>
    public DataArray(IEnumerable<object?> items)
        : base(items)
    {
    }
}
