namespace Status.Workflows.Execution;

/// <summary>What a stored run waits for, made from its state alone.</summary>
public sealed record RunWaits
{
    /// <summary>Where it waits.</summary>
    public IReadOnlyList<Bookmark> Bookmarks { get; init; } = [];

    /// <summary>Timers of the bookmarks.</summary>
    public IReadOnlyList<BookmarkTimer> Timers { get; init; } = [];

    /// <summary>What its workflow asks of the runs beside it; <c>null</c> when nothing.</summary>
    public ActivationRule? Activation { get; init; }

    /// <summary>What it goes on with by itself.</summary>
    public IReadOnlyList<InboxItem> Work { get; init; } = [];

    /// <summary>The runs that it waits for, with the node that does.</summary>
    public IReadOnlyList<(string Node, string Run)> Children { get; init; } = [];

    /// <summary>Why it could not go on elsewhere, each with the node; empty when it could.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
