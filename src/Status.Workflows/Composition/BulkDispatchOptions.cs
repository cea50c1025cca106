namespace Status.Workflows.Composition;

/// <summary>How many runs a BulkDispatchWorkflows starts at a time.</summary>
public sealed class BulkDispatchOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:BulkDispatch";

    /// <summary>Most children of one activity that are under way while it waits for them; default 100; 1 to 10,000.</summary>
    public int MaxUnderWay { get; set; } = 100;

    /// <summary>Most children that one commit of the parent starts; default 100; 1 to 1,000.</summary>
    public int MaxPerCommit { get; set; } = 100;
}
