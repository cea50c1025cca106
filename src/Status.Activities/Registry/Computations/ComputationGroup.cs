namespace Status.Activities.Registry.Computations;

/// <summary>A run of controls.</summary>
/// <param name="Id">Its correlation id.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DoneAt">When its last computation was in; <c>null</c> while it goes on.</param>
public sealed record ComputationGroup(string Id, DateTimeOffset StartedAt, DateTimeOffset? DoneAt);
