namespace Status.Activities.Registry.Catalogs;

/// <summary>One combination of scope values that a control is run for, as a row.</summary>
public sealed class ScopeSet
{
    /// <summary>The id.</summary>
    public string Id { get; set; } = "";

    /// <summary>The control.</summary>
    public int ControlId { get; set; }

    /// <summary>The values, a JSON object whose member order counts.</summary>
    public string Scopes { get; set; } = "{}";

    /// <summary>The canonical text of the values; unique for a control.</summary>
    public string ScopeKey { get; set; } = "{}";
}
