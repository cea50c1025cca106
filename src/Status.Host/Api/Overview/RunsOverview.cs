namespace Status.Host.Api.Overview;

/// <summary>Runs in short; the host's own are left out.</summary>
/// <param name="Running">How many have not ended.</param>
/// <param name="Waiting">How many of those wait for something.</param>
/// <param name="FailedLastDay">How many that began in the last 24 hours ended with a fault.</param>
/// <param name="LatestFailures">The newest of those.</param>
internal sealed record RunsOverview(long Running, long Waiting, long FailedLastDay, IReadOnlyList<FailedRun> LatestFailures);

/// <summary>A run that ended with a fault.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DefinitionId">Logical id of its definition.</param>
/// <param name="Name">The definition's name.</param>
/// <param name="FailedAt">When it ended.</param>
/// <param name="Incidents">How many of its activities faulted.</param>
internal sealed record FailedRun(string Id, string DefinitionId, string Name, DateTimeOffset FailedAt, int Incidents);
