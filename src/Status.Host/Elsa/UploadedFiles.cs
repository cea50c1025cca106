using System.IO.Compression;

namespace Status.Host.Elsa;

/// <summary>How much may be uploaded at once.</summary>
/// <param name="Noun">What the files hold: <c>definition</c>.</param>
/// <param name="MaxFiles">Most of them.</param>
/// <param name="MaxBytes">Largest one, unpacked.</param>
/// <param name="MaxTotal">Most bytes of all together, unpacked.</param>
/// <param name="Setting">The setting that says <paramref name="MaxBytes"/>; <c>null</c> when it is fixed.</param>
internal sealed record UploadLimits(string Noun, int MaxFiles, int MaxBytes, long MaxTotal, string? Setting = null);

/// <summary>JSON files of a form and of the zip archives in it. Nothing is written to disk, so the paths inside an archive mean nothing.</summary>
internal sealed class UploadedFiles
{
    private readonly UploadLimits _limits;
    private readonly ElsaErrors _errors;
    private readonly Action<string, byte[]> _add;
    private int _count;
    private long _total;

    private UploadedFiles(UploadLimits limits, ElsaErrors errors, Action<string, byte[]> add)
    {
        _limits = limits;
        _errors = errors;
        _add = add;
    }

    /// <summary>Reads the files of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="errors">Takes what is wrong with the form or a file; the rest of an archive is then left unread.</param>
    /// <param name="add">Gets each file with its name.</param>
    public static async Task ReadAsync(HttpContext context, UploadLimits limits, ElsaErrors errors, Action<string, byte[]> add)
    {
        if (!context.Request.HasFormContentType)
        {
            errors.Add("files", "Send the files as multipart/form-data.");
            return;
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception invalid) when (invalid is InvalidDataException or IOException)
        {
            // A form that stops in the middle is an IOException.
            errors.Add("files", $"The form cannot be read: {invalid.Message}");
            return;
        }

        var files = new UploadedFiles(limits, errors, add);
        foreach (var file in form.Files) await files.ReadAsync(file, context.RequestAborted);
    }

    private async Task ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            if (HasRoom(file.FileName)) await AddAsync(file.FileName, stream, cancellationToken);
            return;
        }

        try
        {
            await using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                if (!HasRoom(file.FileName)) return;
                await using var content = await entry.OpenAsync(cancellationToken);
                await AddAsync($"{file.FileName}/{entry.Name}", content, cancellationToken);
                if (_errors.Any) return;
            }
        }
        // A file of a few bytes makes the archive reader seek before its beginning.
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            _errors.Add(file.FileName, "The file is no zip archive, or it is damaged.");
        }
    }

    private bool HasRoom(string name)
    {
        if (_count++ < _limits.MaxFiles) return true;
        _errors.Add(name, $"At most {_limits.MaxFiles} {_limits.Noun}s are imported at once.");
        return false;
    }

    private async Task AddAsync(string name, Stream stream, CancellationToken cancellationToken)
    {
        // The size an archive claims is not believed: reading stops at the limit.
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            _total += read;
            if (buffer.Length + read > _limits.MaxBytes)
            {
                _errors.Add(name, $"The {_limits.Noun} has more than {_limits.MaxBytes} bytes{(_limits.Setting is null ? "" : $" ({_limits.Setting})")}.");
                return;
            }

            if (_total > _limits.MaxTotal)
            {
                _errors.Add(name, $"The files have more than {_limits.MaxTotal} bytes together; import them in parts.");
                return;
            }

            buffer.Write(chunk, 0, read);
        }

        _add(name, buffer.ToArray());
    }
}
