namespace Status.Workflows.Execution;

/// <summary>This host among the hosts of the cluster.</summary>
/// <param name="Name">Unique name of this process: its lease, claims and cursors carry it. A restart takes a new name, so that what the old process held is recovered.</param>
public sealed record HostIdentity(string Name);
