using System.Text.Json;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Evidence.Storage;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence;

/// <summary>Reads committed evidence for screens and for other slices.</summary>
public sealed class EvidenceLibrary : IEvidenceIndex
{
    private const int IndexLimit = 10_000;

    private const string Columns =
        """
        id, digest, size, media_type, kind, source, control_id, agreement_id, scope::text, window_from, window_until,
        collected_at, valid_from, valid_until, instance_id, provenance::text
        """;

    // A member "*" of the scope asked for means any value, so only the concrete members must be contained.
    private const string Where =
        """
        where ($1::text is null or control_id = $1) and ($2::text is null or agreement_id = $2) and ($3::text is null or kind = $3)
          and ($4::bytea is null or digest = $4) and ($5::timestamptz is null or collected_at >= $5) and ($6::timestamptz is null or collected_at < $6)
          and ($7::timestamptz is null or (valid_from <= $7 and (valid_until is null or valid_until > $7)))
          and ($8::jsonb is null or scope @> $8::jsonb)
        """;

    private readonly NpgsqlDataSource _dataSource;
    private readonly IEvidenceBlobs _blobs;

    internal EvidenceLibrary(NpgsqlDataSource dataSource, IEvidenceBlobs blobs) => (_dataSource, _blobs) = (dataSource, blobs);

    /// <summary>One page of the records that match.</summary>
    public async Task<EvidencePage> ListAsync(EvidenceFilter filter, CancellationToken cancellationToken)
    {
        var order = filter.Ascending ? "asc" : "desc";
        // CA2100: the text is made of constants; everything a caller says travels as a parameter.
#pragma warning disable CA2100
        await using var command = _dataSource.CreateCommand(
            $"select {Columns}, count(*) over () from evidence.items {Where} order by collected_at {order}, id {order} limit $9 offset $10");
#pragma warning restore CA2100
        Bind(command, filter);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(filter.Take, 0, IndexLimit) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Max(filter.Skip, 0) });
        var items = new List<EvidenceRecord>();
        long total = 0;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                items.Add(Read(reader));
                total = reader.GetInt64(16);
            }
        }

        // A page beyond the end has no row to carry the total.
        return new EvidencePage(items, items.Count == 0 && filter.Skip > 0 ? await CountAsync(filter, cancellationToken) : total);
    }

    /// <summary>One record; <c>null</c> when there is none.</summary>
    public async Task<EvidenceRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand($"select {Columns} from evidence.items where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>The bytes of a record; <c>null</c> when there are none.</summary>
    /// <exception cref="InvalidDataException">The stored bytes do not have the digest under which they were stored.</exception>
    public Task<byte[]?> ReadContentAsync(string digest, CancellationToken cancellationToken) => _blobs.ReadAsync(digest, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EvidenceReference>> FindAsync(EvidenceQuery query, CancellationToken cancellationToken)
    {
        var filter = new EvidenceFilter
        {
            ControlId = query.ControlId,
            Scope = query.Scope,
            From = query.Window.From,
            To = query.Window.To,
            ValidAt = query.ValidAt,
            Ascending = true,
            Take = IndexLimit,
        };
        return [.. (await ListAsync(filter, cancellationToken)).Items.Select(item => item.ToReference())];
    }

    private async Task<long> CountAsync(EvidenceFilter filter, CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand($"select count(*) from evidence.items {Where}");
        Bind(command, filter);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void Bind(NpgsqlCommand command, EvidenceFilter filter)
    {
        var scope = filter.Scope is { Count: > 0 } wanted ? new Scope(wanted.Where(member => member.Value != Scope.Any)).Key : null;
        var digest = filter.Digest is { } hex ? Convert.FromHexString(hex) : null;
        foreach (var value in (object?[])[filter.ControlId, filter.AgreementId, filter.Kind, digest, filter.From, filter.To, filter.ValidAt, scope])
            command.Parameters.Add(new NpgsqlParameter { Value = value is DateTimeOffset time ? time.ToUniversalTime() : value ?? DBNull.Value });
    }

    private static EvidenceRecord Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Digest = Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)),
        Size = reader.GetInt32(2),
        MediaType = reader.GetString(3),
        Kind = reader.GetString(4),
        Source = reader.GetString(5),
        ControlId = reader.IsDBNull(6) ? null : reader.GetString(6),
        AgreementId = reader.IsDBNull(7) ? null : reader.GetString(7),
        Scope = Scope.Parse(reader.GetString(8)),
        Window = reader.IsDBNull(9) ? null : new TimeWindow(reader.GetFieldValue<DateTimeOffset>(9), reader.GetFieldValue<DateTimeOffset>(10)),
        CollectedAt = reader.GetFieldValue<DateTimeOffset>(11),
        ValidFrom = reader.GetFieldValue<DateTimeOffset>(12),
        ValidUntil = reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13),
        InstanceId = reader.GetString(14),
        Provenance = DataJson.Parse(reader.GetString(15)) as DataObject ?? throw new JsonException("Provenance is not an object."),
    };
}
