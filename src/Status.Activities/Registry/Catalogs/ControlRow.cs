namespace Status.Activities.Registry.Catalogs;

/// <summary>A control, as a row.</summary>
public sealed class ControlRow
{
    /// <summary>The id.</summary>
    public int Id { get; set; }

    /// <summary>The name; at most 100 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it checks.</summary>
    public string? Description { get; set; }

    /// <summary>How often: <c>HOURLY</c> … <c>ANNUALLY</c>.</summary>
    public string Period { get; set; } = "MONTHLY";

    /// <summary>From when it is due.</summary>
    public DateTimeOffset? StartDate { get; set; }

    /// <summary>Until when it is due.</summary>
    public DateTimeOffset? EndDate { get; set; }

    /// <summary>The published workflow that evaluates it; upstream's <c>mashupId</c>.</summary>
    public string? WorkflowDefinitionId { get; set; }

    /// <summary>Its parameters, a JSON object.</summary>
    public string Params { get; set; } = "{}";

    /// <summary><see cref="Catalog.Draft"/> or <see cref="Catalog.Finalized"/>.</summary>
    public string Status { get; set; } = Catalog.Finalized;

    /// <summary>The catalog.</summary>
    public int CatalogId { get; set; }
}
