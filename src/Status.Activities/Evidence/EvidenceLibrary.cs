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
          and ($9::timestamptz is null or valid_until <= $9) and ($10::text is null or position(lower($10) in lower(source)) > 0)
        """;

    private readonly NpgsqlDataSource _dataSource;
    private readonly IEvidenceBlobs _blobs;

    internal EvidenceLibrary(NpgsqlDataSource dataSource, IEvidenceBlobs blobs) => (_dataSource, _blobs) = (dataSource, blobs);

    /// <summary>One page of the records that match.</summary>
    public async Task<EvidencePage> ListAsync(EvidenceFilter filter, CancellationToken cancellationToken)
    {
        var direction = filter.Ascending ? "asc" : "desc";
        // CA2100: the text is made of constants; everything a caller says travels as a parameter.
#pragma warning disable CA2100
        await using var command = _dataSource.CreateCommand(
            $"select {Columns} from evidence.items {Where} order by {Column(filter.Order)} {direction}, id {direction} limit $11 offset $12");
#pragma warning restore CA2100
        Bind(command, filter);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(filter.Take, 0, IndexLimit) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Max(filter.Skip, 0) });
        var items = new List<EvidenceRecord>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        }

        return new EvidencePage(items, await CountAsync(filter, cancellationToken));
    }

    /// <summary>The records collected last, newest first.</summary>
    public async Task<IReadOnlyList<EvidenceRecord>> ListLatestAsync(int take, CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand($"select {Columns} from evidence.items order by collected_at desc, id desc limit $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = take });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<EvidenceRecord>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(Read(reader));
        return items;
    }

    /// <summary>How many records match.</summary>
    public async Task<long> CountAsync(EvidenceFilter filter, CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand($"select count(*) from evidence.items {Where}");
        Bind(command, filter);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
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

    private static string Column(EvidenceOrder order) => order switch
    {
        EvidenceOrder.ValidUntil => "coalesce(valid_until, 'infinity')",
        EvidenceOrder.Kind => "kind collate \"C\"",
        EvidenceOrder.Size => "size",
        _ => "collected_at",
    };

    private static void Bind(NpgsqlCommand command, EvidenceFilter filter)
    {
        var scope = filter.Scope is { Count: > 0 } wanted ? new Scope(wanted.Where(member => member.Value != Scope.Any)).Key : null;
        var digest = filter.Digest is { } hex ? Convert.FromHexString(hex) : null;
        foreach (var value in (object?[])[filter.ControlId, filter.AgreementId, filter.Kind, digest, filter.From, filter.To, filter.ValidAt, scope, filter.ExpiredAt, filter.Text])
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
