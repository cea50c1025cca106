namespace Status.Workflows.Execution;

/// <summary>Keeps how changes of runs went; written with the commit that makes them.</summary>
public interface IAlterationLog
{
    /// <summary>The write that ends a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="succeeded">Whether its changes were made.</param>
    /// <param name="entries">What is to be said about them.</param>
    /// <param name="at">The time.</param>
    Write Finish(string jobId, bool succeeded, IReadOnlyList<AlterationLogEntry> entries, DateTimeOffset at);
}

/// <summary>A line about a change.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="LogLevel">Information or Error.</param>
/// <param name="Timestamp">When.</param>
/// <param name="EventName">Elsa's name of what happened.</param>
public sealed record AlterationLogEntry(string Message, string LogLevel, DateTimeOffset Timestamp, string EventName);
