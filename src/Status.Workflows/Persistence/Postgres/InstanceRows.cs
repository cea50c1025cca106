using Npgsql;
using Status.Workflows.Execution;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Runs as rows.</summary>
internal static class InstanceRows
{
    public const string Columns = """
        id, definition_id, definition_version_id, version, status, sub_status, name, correlation_id, parent_id, incident_count,
        created_at, updated_at, finished_at, cause, depth, state_version, state, revision, is_system
        """;

    public static InstanceRecord Read(NpgsqlDataReader reader) => new()
    {
        Id = new InstanceId(reader.GetString(0)),
        DefinitionId = reader.GetString(1),
        DefinitionVersionId = reader.GetString(2),
        Version = reader.GetInt32(3),
        Status = (InstanceStatus)reader.GetInt16(4),
        SubStatus = (InstanceSubStatus)reader.GetInt16(5),
        Name = InboxRows.Text(reader, 6),
        CorrelationId = InboxRows.Text(reader, 7),
        ParentInstanceId = InboxRows.Text(reader, 8),
        IncidentCount = reader.GetInt32(9),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(10),
        UpdatedAt = reader.GetFieldValue<DateTimeOffset>(11),
        FinishedAt = reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
        Cause = reader.GetInt64(13),
        Depth = reader.GetInt32(14),
        StateVersion = reader.GetInt32(15),
        State = reader.GetFieldValue<byte[]>(16),
        Revision = reader.GetInt64(17),
        IsSystem = reader.GetBoolean(18),
    };
}
