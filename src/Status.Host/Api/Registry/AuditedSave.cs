using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Npgsql;
using Status.Activities.Registry.Catalogs;
using Status.Host.Identity.Audit;

namespace Status.Host.Api.Registry;

/// <summary>Saves what a request changed in the registry together with its audit entries: either both are committed or neither.</summary>
internal static class AuditedSave
{
    /// <summary>Saves; one audit entry per row that was added, changed or deleted.</summary>
    public static async Task SaveAuditedAsync(this RegistryDbContext db, HttpContext http, CancellationToken cancellationToken)
    {
        var changes = db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(entry => (Entry: entry, entry.State, Before: entry.State == EntityState.Added ? null : Values(entry.OriginalValues))).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var audit = http.RequestServices.GetRequiredService<AuditTrail>();
        foreach (var (entry, state, before) in changes)
        {
            var (kind, verb) = (Kind(entry.Entity), Verb(state));
            var id = entry.Metadata.FindPrimaryKey()!.Properties.Select(key => entry.Property(key).CurrentValue).First();
            var after = state == EntityState.Deleted ? null : Values(entry.CurrentValues);
            await audit.RecordAsync(
                (NpgsqlConnection)db.Database.GetDbConnection(), AuditEntry.By(http, $"{kind}.{verb}", $"{kind}/{id}", before, after), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Deletes a row with its audit entry.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> DeleteAuditedAsync<TRow>(this RegistryDbContext db, HttpContext http, object id, CancellationToken cancellationToken)
        where TRow : class
    {
        if (await db.Set<TRow>().FindAsync([id], cancellationToken) is not { } row) return false;
        db.Remove(row);
        try
        {
            await db.SaveAuditedAsync(http, cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else was quicker; theirs is the audit entry.
            return false;
        }
    }

    private static SortedDictionary<string, object?> Values(PropertyValues values) =>
        new(values.Properties.ToDictionary(property => property.Name, property => values[property], StringComparer.Ordinal), StringComparer.Ordinal);

    private static string Kind(object row) => row switch
    {
        Catalog => "catalog",
        ControlRow => "control",
        ScopeDefinition => "scope",
        ScopeSet => "scope-set",
        _ => throw new InvalidOperationException($"{row.GetType().Name} has no name in the audit trail; add one."),
    };

    private static string Verb(EntityState state) => state switch { EntityState.Added => "created", EntityState.Deleted => "deleted", _ => "changed" };
}
