using Npgsql;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Runs as rows: what lists show stands first, so that one mapper reads both forms.</summary>
internal static class InstanceRows
{
    public const string SummaryColumns = """
        id, definition_id, definition_version_id, version, status, sub_status, name, correlation_id, parent_id, incident_count,
        created_at, updated_at, finished_at
        """;

    public const string Columns = $"{SummaryColumns}, cause, depth, state_version, state, revision, is_system";

    public static RunSummary ReadSummary(NpgsqlDataReader reader) => new()
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
    };

    public static InstanceRecord Read(NpgsqlDataReader reader)
    {
        var summary = ReadSummary(reader);
        return new InstanceRecord
        {
            Id = summary.Id,
            DefinitionId = summary.DefinitionId,
            DefinitionVersionId = summary.DefinitionVersionId,
            Version = summary.Version,
            Status = summary.Status,
            SubStatus = summary.SubStatus,
            Name = summary.Name,
            CorrelationId = summary.CorrelationId,
            ParentInstanceId = summary.ParentInstanceId,
            IncidentCount = summary.IncidentCount,
            CreatedAt = summary.CreatedAt,
            UpdatedAt = summary.UpdatedAt,
            FinishedAt = summary.FinishedAt,
            Cause = reader.GetInt64(13),
            Depth = reader.GetInt32(14),
            StateVersion = reader.GetInt32(15),
            State = PackedJson.Unpack(reader.GetFieldValue<byte[]>(16)),
            Revision = reader.GetInt64(17),
            IsSystem = reader.GetBoolean(18),
        };
    }
}
