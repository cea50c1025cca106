using Status.Workflows.Persistence.Postgres;

namespace Status.Activities;

/// <summary>The PostgreSQL schemas that the capability slices own, each filled by the files of <c>&lt;Slice&gt;/Migrations</c>.</summary>
public static class ActivitySchemas
{
    // A slice may be read by a later one through a view or foreign key, never the other way round.
    private static readonly string[] _order = ["Metrics", "Registry", "Evidence", "Ledger", "Alerts"];

    /// <summary>All slices that carry migrations: the named order first, any other slice after it by name.</summary>
    public static IReadOnlyList<SchemaSource> All { get; } = Discover();

    private static List<SchemaSource> Discover()
    {
        var assembly = typeof(ActivitySchemas).Assembly;
        return assembly.GetManifestResourceNames()
            .Select(name => name.Split('.'))
            .Where(parts => parts is ["Status", "Activities", _, "Migrations", ..])
            .Select(parts => parts[2])
            .Distinct(StringComparer.Ordinal)
            .OrderBy(slice => Array.IndexOf(_order, slice) is var place && place < 0 ? int.MaxValue : place)
            .ThenBy(slice => slice, StringComparer.Ordinal)
            .Select(slice => new SchemaSource(slice.ToLowerInvariant(), assembly, $"Status.Activities.{slice}.Migrations"))
            .ToList();
    }
}
