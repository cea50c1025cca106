namespace Status.Activities.Alerts;

/// <summary>The whole life of an alert; every statement that changes a state takes its condition from here.</summary>
internal static class AlertTransitions
{
    private static readonly (AlertState From, AlertState To)[] _allowed =
    [
        (AlertState.Firing, AlertState.Acknowledged),
        (AlertState.Firing, AlertState.Resolved),
        (AlertState.Acknowledged, AlertState.Resolved),
    ];

    /// <summary>Whether the change may happen.</summary>
    public static bool Allows(AlertState from, AlertState to) => Array.Exists(_allowed, transition => transition == (from, to));

    /// <summary>The states, as stored, from which <paramref name="to"/> can be reached.</summary>
    public static string[] Sources(AlertState to) => [.. _allowed.Where(transition => transition.To == to).Select(transition => transition.From.ToText())];
}
