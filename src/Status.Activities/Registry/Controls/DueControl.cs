using Status.Activities.Compliance;

namespace Status.Activities.Registry.Controls;

/// <summary>A control that is to be run for a window.</summary>
/// <param name="Scheduled">The control and its scope.</param>
/// <param name="Window">The window to look at.</param>
public sealed record DueControl(ScheduledControl Scheduled, TimeWindow Window);
