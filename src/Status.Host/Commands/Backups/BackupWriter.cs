using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Status.Host.Commands.Backups;

/// <summary>Writes every row of the product's schemas, as of one moment, into one compressed file.</summary>
internal static class BackupWriter
{
    /// <summary>Takes the backup in one read-only transaction, which neither waits for the running host nor holds it up.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="file">The file, which appears only when it is whole.</param>
    /// <param name="now">The time to note.</param>
    /// <param name="product">The product's version.</param>
    /// <param name="cancellationToken">Gives up; nothing is left.</param>
    public static async Task<BackupManifest> WriteAsync(
        NpgsqlDataSource dataSource, string file, DateTimeOffset now, string product, CancellationToken cancellationToken)
    {
        var half = file + ".half";
        try
        {
            BackupManifest manifest;
            await using (var stream = new FileStream(half, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                await using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                    manifest = await WriteAsync(dataSource, archive, now, product, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(half, file, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static async Task<BackupManifest> WriteAsync(
        NpgsqlDataSource dataSource, ZipArchive archive, DateTimeOffset now, string product, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        // A host drops partitions whose time is over. Names are read and rows copied in one snapshot, so the tables must stay that long too.
        var tables = await DatabaseCatalog.ReadTablesAsync(connection, cancellationToken);
        if (tables.Count > 0)
            await ExecuteAsync(
                connection,
                $"lock table {string.Join(", ", tables.Select(t => DatabaseCatalog.Quote(t.Schema, t.Name)))} in access share mode",
                cancellationToken);
        var written = new List<BackupManifest.BackupTable>();
        foreach (var (schema, name, columns) in tables)
            written.Add(await WriteTableAsync(connection, archive, schema, name, columns, cancellationToken));
        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            TakenAt = now,
            Product = product,
            Server = connection.ServerVersion,
            Migrations = await DatabaseCatalog.ReadMigrationsAsync(connection, cancellationToken),
            Tables = written,
            Partitions = await DatabaseCatalog.ReadPartitionsAsync(connection, cancellationToken),
            Sequences = await DatabaseCatalog.ReadSequencesAsync(connection, cancellationToken),
        };
        await transaction.RollbackAsync(cancellationToken);
        await using var entry = await archive.CreateEntry(BackupManifest.EntryName).OpenAsync(cancellationToken);
        await JsonSerializer.SerializeAsync(entry, manifest, JsonSerializerOptions.Web, cancellationToken);
        return manifest;
    }

    private static async Task<BackupManifest.BackupTable> WriteTableAsync(
        NpgsqlConnection connection, ZipArchive archive, string schema, string name, string[] columns, CancellationToken cancellationToken)
    {
        var entryName = $"data/{schema}.{name}.copy";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        await using (var entry = await archive.CreateEntry(entryName, CompressionLevel.Fastest).OpenAsync(cancellationToken))
        {
            var list = string.Join(", ", columns.Select(DatabaseCatalog.Quote));
            using var reader = await connection.BeginTextExportAsync(
                $"copy {DatabaseCatalog.Quote(schema, name)} ({list}) to stdout", cancellationToken);
            var text = new char[32 * 1024];
            var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
            var encoder = Encoding.UTF8.GetEncoder();
            while (await reader.ReadAsync(text, cancellationToken) is var read and > 0)
            {
                var length = encoder.GetBytes(text.AsSpan(0, read), bytes, flush: false);
                hash.AppendData(bytes, 0, length);
                // In this format a line feed in a value is written \n, so every line feed ends a row.
                rows += bytes.AsSpan(0, length).Count((byte)'\n');
                await entry.WriteAsync(bytes.AsMemory(0, length), cancellationToken);
            }
        }

        return new(schema, name, columns, entryName, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Names come from the catalog and are quoted.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
