namespace Status.Activities.Alerts.Routing;

/// <summary>Who is told about alerts.</summary>
public sealed class AlertsOptions
{
    /// <summary>The configuration section, <c>Status:Alerts</c>.</summary>
    public const string SectionName = "Status:Alerts";

    /// <summary>
    /// The receivers by name, e.g. <c>STATUS__Alerts__Receivers__ops__Url</c>. None: alerts are seen in the API, the console and the log only.
    /// </summary>
    public IDictionary<string, ReceiverOptions> Receivers { get; } = new Dictionary<string, ReceiverOptions>(StringComparer.OrdinalIgnoreCase);
}
