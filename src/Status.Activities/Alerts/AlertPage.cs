namespace Status.Activities.Alerts;

/// <summary>One page of a list.</summary>
/// <param name="Items">The alerts in the order asked for.</param>
/// <param name="Total">How many match altogether.</param>
public sealed record AlertPage(IReadOnlyList<Alert> Items, long Total);
