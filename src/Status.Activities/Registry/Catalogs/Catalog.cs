namespace Status.Activities.Registry.Catalogs;

/// <summary>A set of controls, as a row.</summary>
public sealed class Catalog
{
    /// <summary>The word for a catalog or control that is still being written.</summary>
    public const string Draft = "draft";

    /// <summary>The word for a catalog or control that is in force.</summary>
    public const string Finalized = "finalized";

    /// <summary>The id.</summary>
    public int Id { get; set; }

    /// <summary>The name; at most 100 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is about; at most 255 characters.</summary>
    public string? Description { get; set; }

    /// <summary>From when it is in force.</summary>
    public DateTimeOffset StartDate { get; set; }

    /// <summary>Until when it is in force; <c>null</c> for no end.</summary>
    public DateTimeOffset? EndDate { get; set; }

    /// <summary>The Grafana dashboard that shows it.</summary>
    public string? DashboardId { get; set; }

    /// <summary>The agreement that rests on its controls; <c>null</c> for a draft.</summary>
    public string? TpaId { get; set; }

    /// <summary><see cref="Draft"/> or <see cref="Finalized"/>.</summary>
    public string Status { get; set; } = Finalized;

    /// <summary>The IANA zone that its controls' periods follow.</summary>
    public string TimeZone { get; set; } = "UTC";
}
