namespace Status.Activities.Ledger.Storage;

/// <summary>Which entries a list shows.</summary>
public sealed record EntryFilter
{
    /// <summary>Only of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only of this agreement.</summary>
    public string? Agreement { get; init; }

    /// <summary>Only where key or subject contains this text, whatever the case.</summary>
    public string? Text { get; init; }

    /// <summary>Only enlisted at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only enlisted before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Oldest first; newest first when <c>false</c>.</summary>
    public bool Ascending { get; init; }

    /// <summary>Rows to skip.</summary>
    public long Skip { get; init; }

    /// <summary>Rows to return, at most <see cref="LedgerStore.MaxTake"/>.</summary>
    public int Take { get; init; } = 50;
}
