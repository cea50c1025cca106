namespace Status.Host.Identity.Sessions;

/// <summary>One of somebody's sessions in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Address">Where it was opened from.</param>
/// <param name="UserAgent">What the browser said about itself.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="LastSeenAt">When it was last used; at most a minute behind.</param>
/// <param name="ExpiresAt">When it ends unless it is used.</param>
/// <param name="Current">Whether it is the one that asks.</param>
internal sealed record SessionSummary(
    string Id, string Address, string UserAgent, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool Current);
