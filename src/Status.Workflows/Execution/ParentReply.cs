namespace Status.Workflows.Execution;

/// <summary>How a run tells the run that started it how it went.</summary>
/// <param name="Hash">Hash of the stimulus that the parent waits for.</param>
/// <param name="AtRest">Whether the first wait of the run is told already; otherwise only its end is.</param>
public sealed record ParentReply(string Hash, bool AtRest = false)
{
    /// <summary>The text form in which it is stored.</summary>
    public override string ToString() => AtRest ? "rest:" + Hash : Hash;

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text; <c>null</c> when nobody waits.</param>
    /// <returns>The reply; <c>null</c> when nobody waits.</returns>
    public static ParentReply? Parse(string? text) =>
        text is null ? null : text.StartsWith("rest:", StringComparison.Ordinal) ? new ParentReply(text[5..], AtRest: true) : new ParentReply(text);
}
