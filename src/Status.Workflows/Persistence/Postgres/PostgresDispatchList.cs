using Npgsql;
using Status.Workflows.Composition;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Items of bulk dispatches in PostgreSQL: a row holds a part of a list, so that a reader takes what it needs.</summary>
internal sealed class PostgresDispatchList(NpgsqlDataSource dataSource) : IDispatchList
{
    private const int PartSize = 100;

    public Write Keep(string key, string instanceId, DataArray items)
    {
        var parts = items.Chunk(PartSize).Select((part, i) => (First: i * PartSize, Items: DataJson.ToUtf8(new DataArray(part)))).ToArray();
        return new(
            $"dispatch/{key}",
            "insert into workflows.dispatch_items (key, first, instance_id, items) select $1, first, $2, items from unnest($3::int[], $4::bytea[]) as x(first, items) on conflict do nothing",
            key, instanceId, parts.Select(p => p.First).ToArray(), parts.Select(p => p.Items).ToArray());
    }

    public Write Forget(string key) => new($"dispatch-end/{key}", "delete from workflows.dispatch_items where key = $1", key);

    public async ValueTask<DataArray> ReadAsync(string key, int from, int take, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select first, items from workflows.dispatch_items where key = $1 and first > $2 and first < $3 order by first");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = from - PartSize });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = from + take });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new DataArray();
        while (await reader.ReadAsync(cancellationToken))
        {
            var first = reader.GetInt32(0);
            foreach (var (i, item) in ((DataArray)DataJson.Parse(reader.GetFieldValue<byte[]>(1))!).Index())
            {
                if (first + i >= from && first + i < from + take) items.Add(item);
            }
        }

        return items;
    }
}
