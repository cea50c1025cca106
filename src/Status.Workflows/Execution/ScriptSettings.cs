namespace Status.Workflows.Execution;

/// <summary>What scripts may know of the host.</summary>
public sealed class ScriptSettings
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Scripts";

    /// <summary>Address of this host as others reach it, for <c>createEventTriggerUrl</c>: <c>https://status.example</c>.</summary>
    /// <value>Default: none; the function then gives an address without host.</value>
    public string? PublicAddress { get; set; }

    /// <summary>What <c>getConfig(name)</c> gives. Nothing else of the configuration can be read: it holds secrets.</summary>
    /// <value>Default: nothing.</value>
    public IDictionary<string, string> Config { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
