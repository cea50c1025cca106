namespace Status.Workflows.Execution;

/// <summary>
/// An idempotent command on a capability's store that rides on a commit: executed in order, in the commit's transaction. Executing it twice with the
/// same key must leave what executing it once left (<c>on conflict do nothing</c>, compare-and-set).
/// </summary>
/// <param name="Key">Identifies the write for logs and refusals; usually the idempotency key of the activity.</param>
/// <param name="Sql">One PostgreSQL statement with positional parameters <c>$1 …</c>.</param>
/// <param name="Parameters">
/// Values of the parameters: <c>null</c>, bool, short, int, long, double, decimal, string, <see cref="Guid"/>, <see cref="DateTimeOffset"/> (UTC), <c>byte[]</c>,
/// arrays of these, or <see cref="JsonParameter"/> for jsonb. A <c>null</c> needs a cast in the SQL (<c>$3::text</c>).
/// </param>
public sealed record Write(string Key, string Sql, params IReadOnlyList<object?> Parameters)
{
    /// <summary>
    /// Facts that are committed only if the statement affected at least one row: the way for a compare-and-set to announce its outcome
    /// without reading first.
    /// </summary>
    public IReadOnlyList<FactDraft> FactsIfApplied { get; init; } = [];

    /// <summary>
    /// What an in-memory store does instead of <see cref="Sql"/>: returns whether anything changed. Needed only by slices with an in-memory adapter;
    /// without it the in-memory run store counts the write as applied.
    /// </summary>
    public Func<IServiceProvider, bool>? InMemory { get; init; }
}

/// <summary>A parameter of type jsonb.</summary>
/// <param name="Json">JSON text.</param>
public readonly record struct JsonParameter(string Json);
