namespace Status.Workflows.Feed;

/// <summary>A type of fact that starts and resumes nothing: work for one follower, not news for workflows. Registered by whoever owns it.</summary>
/// <param name="Type">The type, for example <c>delivery.requested</c>.</param>
public sealed record InternalFact(string Type);
