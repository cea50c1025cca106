namespace Status.Activities.Alerts;

/// <summary>One line of an alert's timeline.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>raised</c>, <c>seen</c>, <c>acknowledged</c>, <c>commented</c> or <c>resolved</c>.</param>
/// <param name="Actor">The person or run that did it.</param>
/// <param name="Text">What they said.</param>
public sealed record AlertEvent(DateTimeOffset At, string Kind, string? Actor, string? Text)
{
    /// <summary>What makes the line unique in its alert.</summary>
    public string Key { get; init; } = "";
}
