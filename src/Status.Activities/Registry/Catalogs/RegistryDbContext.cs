using Microsoft.EntityFrameworkCore;

namespace Status.Activities.Registry.Catalogs;

/// <summary>The model behind the CRUD routes. The tables are made by the numbered migrations, not by this model.</summary>
/// <param name="options">How to reach the database.</param>
public sealed class RegistryDbContext(DbContextOptions<RegistryDbContext> options) : DbContext(options)
{
    /// <summary>Catalogs.</summary>
    public DbSet<Catalog> Catalogs => Set<Catalog>();

    /// <summary>Controls.</summary>
    public DbSet<ControlRow> Controls => Set<ControlRow>();

    /// <summary>Scope definitions.</summary>
    public DbSet<ScopeDefinition> Scopes => Set<ScopeDefinition>();

    /// <summary>Scope sets.</summary>
    public DbSet<ScopeSet> ScopeSets => Set<ScopeSet>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("registry");
        modelBuilder.Entity<Catalog>(catalog =>
        {
            catalog.ToTable("catalogs");
            catalog.Property(row => row.StartDate).HasColumnName("start_date");
            catalog.Property(row => row.EndDate).HasColumnName("end_date");
            catalog.Property(row => row.DashboardId).HasColumnName("dashboard_id");
            catalog.Property(row => row.TpaId).HasColumnName("tpa_id");
            catalog.Property(row => row.TimeZone).HasColumnName("time_zone");
        });
        modelBuilder.Entity<ControlRow>(control =>
        {
            control.ToTable("controls");
            control.Property(row => row.StartDate).HasColumnName("start_date");
            control.Property(row => row.EndDate).HasColumnName("end_date");
            control.Property(row => row.WorkflowDefinitionId).HasColumnName("workflow_definition_id");
            control.Property(row => row.Params).HasColumnType("jsonb");
            control.Property(row => row.CatalogId).HasColumnName("catalog_id");
            control.HasOne<Catalog>().WithMany().HasForeignKey(row => row.CatalogId);
        });
        modelBuilder.Entity<ScopeDefinition>(scope =>
        {
            scope.ToTable("scopes");
            scope.Property(row => row.Default).HasColumnName("default_value");
        });
        modelBuilder.Entity<ScopeSet>(set =>
        {
            set.ToTable("scope_sets");
            set.Property(row => row.ControlId).HasColumnName("control_id");
            set.Property(row => row.Scopes).HasColumnType("json");
            set.Property(row => row.ScopeKey).HasColumnName("scope_key");
            set.HasOne<ControlRow>().WithMany().HasForeignKey(row => row.ControlId);
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            // What was not named above is a single word, and PostgreSQL's names are lower case.
            var column = property.GetColumnName();
            if (column == property.Name) property.SetColumnName(PostgresName(column));
        }
    }

    private static string PostgresName(string name) => string.Create(name.Length, name, (span, text) => text.AsSpan().ToLowerInvariant(span));
}
