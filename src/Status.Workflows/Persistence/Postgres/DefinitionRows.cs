using Npgsql;
using Status.Workflows.Definitions;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Versions of definitions as rows.</summary>
internal static class DefinitionRows
{
    public const string Columns =
        "id, definition_id, name, version, is_latest, is_published, created_at, author, digest, description, tool_version, is_readonly, is_system, published_at, revision";

    /// <summary>Hidden versions are found by their ids alone, for the runs that still show them.</summary>
    public const string Matches = """
        (deleted_at is null or $2::text[] is not null)
        and case split_part($1, ':', 1)
            when 'Draft' then not is_published when 'Latest' then is_latest when 'Published' then is_published
            when 'LatestOrPublished' then is_latest or is_published when 'LatestAndPublished' then is_latest and is_published
            when 'Number' then version = split_part($1, ':', 2)::int else true end
        and ($2::text[] is null or id = any($2)) and ($3::text[] is null or definition_id = any($3))
        and ($4::text is null or lower(name) = lower($4))
        and ($5::text is null or strpos(lower(name), lower($5)) > 0 or strpos(lower(definition_id), lower($5)) > 0
            or strpos(lower(coalesce(description, '')), lower($5)) > 0 or strpos(lower(id), lower($5)) > 0)
        and (not $6 or is_system = $7)
        and (not $8 or usable_as_activity)
        """;

    public static string OrderOf(DefinitionFilter filter) => (filter.Order, filter.Descending) switch
    {
        (DefinitionOrder.Version, false) => "version, name, definition_id",
        (DefinitionOrder.Version, true) => "version desc, name, definition_id",
        (DefinitionOrder.Created, false) => "created_at, definition_id, version",
        (DefinitionOrder.Created, true) => "created_at desc, definition_id, version desc",
        (_, true) => "name desc, definition_id desc, version desc",
        _ => "name, definition_id, version",
    };

    public static NpgsqlBatchCommand WithFilter(NpgsqlBatchCommand command, DefinitionFilter filter) => command
        .With(FormattableString.Invariant($"{filter.Versions.Kind}:{filter.Versions.Number}"))
        .With(filter.Ids?.ToArray()!).With(filter.DefinitionIds?.ToArray()!).WithText(filter.Name).WithText(filter.Search)
        .With(filter.IsSystem is not null).With(filter.IsSystem == true).With(filter.OnlyUsableAsActivity);

    public static void AddUpsert(NpgsqlBatch batch, StoredDefinition definition) =>
        batch.Add($"""
            insert into workflows.definitions ({Columns}, json) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            on conflict (id) do update set
                name = excluded.name, version = excluded.version, is_latest = excluded.is_latest, is_published = excluded.is_published,
                author = excluded.author, digest = excluded.digest, description = excluded.description, tool_version = excluded.tool_version,
                is_readonly = excluded.is_readonly, is_system = excluded.is_system, published_at = coalesce(definitions.published_at, excluded.published_at),
                revision = excluded.revision, json = excluded.json
            """)
            .With(definition.Id).With(definition.DefinitionId).With(definition.Name).With(definition.Version).With(definition.IsLatest)
            .With(definition.IsPublished).With(definition.CreatedAt.ToUniversalTime()).With(definition.Author).With(definition.Digest)
            .WithText(definition.Description).WithText(definition.ToolVersion).With(definition.IsReadonly).With(definition.IsSystem)
            .With<DateTimeOffset?>((definition.PublishedAt ?? (definition.IsPublished ? definition.CreatedAt : null))?.ToUniversalTime())
            .With(definition.Revision).With(definition.Json);

    public static DefinitionRow Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        DefinitionId = reader.GetString(1),
        Name = reader.GetString(2),
        Version = reader.GetInt32(3),
        IsLatest = reader.GetBoolean(4),
        IsPublished = reader.GetBoolean(5),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(6),
        Author = reader.GetString(7),
        Digest = reader.GetString(8),
        Description = Text(reader, 9),
        ToolVersion = Text(reader, 10),
        IsReadonly = reader.GetBoolean(11),
        IsSystem = reader.GetBoolean(12),
        PublishedAt = reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13),
        Revision = reader.GetInt64(14),
    };

    public static StoredDefinition ReadFull(NpgsqlDataReader reader) => new(Read(reader), reader.GetString(15));

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
