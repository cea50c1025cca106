using Status.Workflows.Composition;
using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>A run that may come in, with what the store needs so that it goes on where it stood.</summary>
/// <param name="Run">The run.</param>
public sealed record RunArrival(ArchivedRun Run)
{
    /// <summary>Where it waits.</summary>
    public IReadOnlyList<Bookmark> Bookmarks { get; init; } = [];

    /// <summary>Timers of the bookmarks.</summary>
    public IReadOnlyList<BookmarkTimer> Timers { get; init; } = [];

    /// <summary>Tasks that it waits for.</summary>
    public IReadOnlyList<OpenTask> Tasks { get; init; } = [];

    /// <summary>What must hold of the other runs, since it goes on; <c>null</c> when it has ended, or may go on beside any.</summary>
    public ActivationRule? Activation { get; init; }

    /// <summary>What it goes on with by itself.</summary>
    public IReadOnlyList<InboxItem> Work { get; init; } = [];
}
