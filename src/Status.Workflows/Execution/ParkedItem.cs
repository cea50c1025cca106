namespace Status.Workflows.Execution;

/// <summary>Accepted work that was set aside: it can never succeed, or nobody came to wait for it.</summary>
/// <param name="Item">The work.</param>
/// <param name="Reason">Why.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
public sealed record ParkedItem(InboxItem Item, string Reason, DateTimeOffset AcceptedAt);
