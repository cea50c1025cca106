using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Status.Host.Hosting;

namespace Status.Host.Commands.Backups;

/// <summary>A backup file, checked whole before anything is read from it.</summary>
internal sealed class BackupFile : IAsyncDisposable
{
    private readonly ZipArchive _archive;

    private BackupFile(ZipArchive archive, BackupManifest manifest) => (_archive, Manifest) = (archive, manifest);

    /// <summary>What the file says about itself.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>Opens the file and compares every checksum.</summary>
    /// <exception cref="StartupException">It is missing, no backup, of a newer form, or damaged; the message names the part.</exception>
    public static async Task<BackupFile> OpenAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var archive = await ZipFile.OpenReadAsync(file, cancellationToken);
            try
            {
                var manifest = await ReadManifestAsync(archive, file, cancellationToken);
                foreach (var table in manifest.Tables)
                    await CheckAsync(archive, table, file, cancellationToken);
                return new BackupFile(archive, manifest);
            }
            catch
            {
                await archive.DisposeAsync();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            throw new StartupException($"{file} cannot be read as a backup: {exception.Message} Nothing was changed.", exception);
        }
    }

    /// <summary>Opens the rows of a table.</summary>
    public Task<Stream> OpenRowsAsync(BackupManifest.BackupTable table, CancellationToken cancellationToken) =>
        _archive.GetEntry(table.Entry)!.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    private static async Task<BackupManifest> ReadManifestAsync(ZipArchive archive, string file, CancellationToken cancellationToken)
    {
        if (archive.GetEntry(BackupManifest.EntryName) is not { } entry)
            throw new StartupException($"{file} is no STATUS backup: it has no {BackupManifest.EntryName}. Nothing was changed.");
        await using var stream = await entry.OpenAsync(cancellationToken);
        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, JsonSerializerOptions.Web, cancellationToken)
            ?? throw new JsonException("The manifest is empty.");
        if (manifest.Format != BackupManifest.CurrentFormat)
            throw new StartupException(
                $"{file} has the form {manifest.Format}; this STATUS reads {BackupManifest.CurrentFormat}. Restore it with the version that wrote it ({manifest.Product}).");
        return manifest;
    }

    private static async Task CheckAsync(ZipArchive archive, BackupManifest.BackupTable table, string file, CancellationToken cancellationToken)
    {
        if (archive.GetEntry(table.Entry) is not { } entry)
            throw new StartupException($"{file} is damaged: the rows of {table.Schema}.{table.Name} are missing. Nothing was changed.");
        await using var stream = await entry.OpenAsync(cancellationToken);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) != table.Sha256)
            throw new StartupException($"{file} is damaged: the rows of {table.Schema}.{table.Name} have another checksum than the manifest says. Nothing was changed.");
    }
}
