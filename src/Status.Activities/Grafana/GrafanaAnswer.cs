namespace Status.Activities.Grafana;

/// <summary>What Grafana answered, or why it did not, in words without credentials.</summary>
/// <param name="Value">The body as an engine value; <c>null</c> on an error.</param>
/// <param name="Error">What went wrong; <c>null</c> when nothing did.</param>
internal sealed record GrafanaAnswer(object? Value, string? Error)
{
    /// <summary>An answer that did not come or says no.</summary>
    public static GrafanaAnswer Failed(string error) => new(null, error);
}
