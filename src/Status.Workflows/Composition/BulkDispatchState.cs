using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>What a BulkDispatchWorkflows has still to do; kept in the properties of its execution. A long list of items stands beside the run (<see cref="IDispatchList"/>).</summary>
internal sealed class BulkDispatchState
{
    private const string Property = "bulk";
    private const int TrimmedAtOnce = 256;

    public required string DefinitionId { get; init; }

    /// <summary>Items from the index <see cref="First"/> on, those before are dispatched and forgotten; <c>null</c> when they stand beside the run.</summary>
    public DataArray? Items { get; set; }

    public required DataObject Input { get; init; }

    public required string ItemName { get; init; }

    public required bool Waits { get; init; }

    /// <summary>How often the activity had been started over when this was begun; another number is another beginning.</summary>
    public required int Restarts { get; init; }

    /// <summary>Number of all items.</summary>
    public required int Total { get; init; }

    /// <summary>Revision of the run in whose burst the items were kept: with the next one they are there to be read.</summary>
    public required long KeptAt { get; init; }

    public int First { get; private set; }

    /// <summary>Index of the next item to dispatch.</summary>
    public int Next { get; set; }

    /// <summary>Indexes of the children that are under way.</summary>
    public List<int> Open { get; init; } = [];

    /// <summary>Whether a child was cancelled.</summary>
    public bool Canceled { get; set; }

    public static BulkDispatchState? Read(NodeExecution execution)
    {
        if (execution.GetProperty(Property) is not DataObject stored) return null;
        var first = (int)(double)stored["first"]!;
        var items = (DataArray?)stored["items"];
        return new BulkDispatchState
        {
            DefinitionId = (string)stored["definition"]!,
            Items = items,
            Input = (DataObject)stored["input"]!,
            ItemName = (string)stored["itemName"]!,
            Waits = stored["waits"] is true,
            Restarts = stored["restarts"] is double restarts ? (int)restarts : 0,
            Total = stored["total"] is double total ? (int)total : first + items!.Count,
            KeptAt = stored["keptAt"] is double kept ? (long)kept : 0,
            First = first,
            Next = (int)(double)stored["next"]!,
            Open = [.. ((DataArray)stored["open"]!).Select(i => (int)(double)i!)],
            Canceled = stored["canceled"] is true,
        };
    }

    public void Write(NodeExecution execution)
    {
        // What is dispatched is with the children; the state of the parent shrinks as it goes.
        if (Items is not null && (Next - First >= TrimmedAtOnce || Next == Total))
        {
            Items = new DataArray(Items.Skip(Next - First));
            First = Next;
        }

        execution.SetProperty(Property, new DataObject
        {
            ["definition"] = DefinitionId,
            ["items"] = Items,
            ["input"] = Input,
            ["itemName"] = ItemName,
            ["waits"] = Waits,
            ["restarts"] = (double)Restarts,
            ["keptAt"] = (double)KeptAt,
            ["total"] = (double)Total,
            ["first"] = (double)First,
            ["next"] = (double)Next,
            ["open"] = new DataArray(Open.Select(i => (object?)(double)i)),
            ["canceled"] = Canceled,
        });
    }
}
