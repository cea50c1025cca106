namespace Status.Host.Identity.Audit;

/// <summary>What to find in the trail.</summary>
internal sealed record AuditFilter
{
    /// <summary>Who; their API keys included.</summary>
    public string? Actor { get; init; }

    /// <summary>What was done; <c>user</c> finds every <c>user.*</c>.</summary>
    public string? Action { get; init; }

    /// <summary>To what; <c>user</c> finds every <c>user/*</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many to leave out.</summary>
    public long Skip { get; init; }

    /// <summary>How many at most.</summary>
    public int Take { get; init; } = 50;
}
