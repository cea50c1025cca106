namespace Status.Activities.Alerts;

/// <summary>The words for a state in JSON, facts and the database.</summary>
public static class AlertStateText
{
    /// <summary><c>firing</c>, <c>acknowledged</c> or <c>resolved</c>.</summary>
    public static string ToText(this AlertState state) => state switch
    {
        AlertState.Firing => "firing",
        AlertState.Acknowledged => "acknowledged",
        _ => "resolved",
    };

    /// <summary>Reads a word; <c>false</c> for any other text.</summary>
    public static bool TryParse(string? text, out AlertState state)
    {
        (state, var known) = text switch
        {
            "firing" => (AlertState.Firing, true),
            "acknowledged" => (AlertState.Acknowledged, true),
            "resolved" => (AlertState.Resolved, true),
            _ => (AlertState.Firing, false),
        };
        return known;
    }
}
