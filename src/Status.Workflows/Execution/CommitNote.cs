namespace Status.Workflows.Execution;

/// <summary>
/// What somebody who asks for a change wants committed with it, in the change's own transaction: a fact, and a row that names the fact's place on the feed. A store that takes
/// notes knows nothing of what they say; if a note cannot be written, the change is not made, and a change that fails leaves no note.
/// </summary>
/// <param name="Fact">The fact.</param>
/// <param name="WriteAt">Makes the row's write from the position of the fact.</param>
public sealed record CommitNote(FactDraft Fact, Func<long, Write> WriteAt);
