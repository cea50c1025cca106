namespace Status.Workflows.Execution;

/// <summary>A fault of an activity, kept with its run.</summary>
/// <param name="ActivityId">The activity; empty when the run as a whole is concerned.</param>
/// <param name="ActivityNodeId">Its node.</param>
/// <param name="ActivityType">Its type.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="ExceptionType">CLR name of the exception.</param>
/// <param name="At">When.</param>
public sealed record Incident(string ActivityId, string ActivityNodeId, string ActivityType, string Message, string ExceptionType, DateTimeOffset At);
