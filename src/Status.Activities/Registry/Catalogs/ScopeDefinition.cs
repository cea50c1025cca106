namespace Status.Activities.Registry.Catalogs;

/// <summary>A dimension of scopes, such as country, as a row.</summary>
public sealed class ScopeDefinition
{
    /// <summary>The id.</summary>
    public Guid Id { get; set; }

    /// <summary>The name in lower case with underscores; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it means.</summary>
    public string Description { get; set; } = "";

    /// <summary>The kind of its values: string, number or boolean.</summary>
    public string Type { get; set; } = "string";

    /// <summary>The value where none is given, often <c>*</c>.</summary>
    public string Default { get; set; } = "*";
}
