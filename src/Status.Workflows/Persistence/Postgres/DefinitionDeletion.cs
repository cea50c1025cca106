using Npgsql;
using Status.Workflows.Definitions;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Deletes versions: those with runs are hidden, the others removed.</summary>
internal static class DefinitionDeletion
{
    /// <summary>Locks the definitions, in one order for every caller, and returns the versions that are there.</summary>
    public static async Task<List<DefinitionRow>> LockAsync(NpgsqlConnection connection, IReadOnlyList<string> versionIds, CancellationToken cancellationToken)
    {
        var ids = versionIds.ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            select pg_advisory_xact_lock(hashtextextended(definition_id, 6075990329))
            from (select distinct definition_id from workflows.definitions where id = any($1) order by definition_id) as affected
            """).With(ids);
        batch.Add($"select {DefinitionRows.Columns} from workflows.definitions where id = any($1) and deleted_at is null order by definition_id, version").With(ids);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var found = new List<DefinitionRow>();
        while (await reader.ReadAsync(cancellationToken)) found.Add(DefinitionRows.Read(reader));
        return found;
    }

    /// <summary>Adds the commands; a hidden version keeps its number and its place in the runs that show it.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<DefinitionRow> versions)
    {
        var ids = InboxRows.Column(versions, v => v.Id);
        batch.Add("""
            update workflows.definitions d set deleted_at = clock_timestamp(), is_latest = false, is_published = false
            where id = any($1) and (
                exists (select 1 from workflows.instances i where i.definition_id = d.definition_id and i.definition_version_id = d.id)
                or exists (select 1 from workflows.inbox i where i.definition_version_id = d.id and i.consumed_at is null))
            """).With(ids);
        batch.Add("delete from workflows.definitions where id = any($1) and deleted_at is null").With(ids);
        batch.Add("""
            update workflows.definitions set is_latest = true where id in (
                select distinct on (definition_id) id from workflows.definitions
                where definition_id = any($1) and deleted_at is null order by definition_id, version desc)
            """).With(versions.Select(v => v.DefinitionId).Distinct(StringComparer.Ordinal).ToArray());
    }
}
