using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;

namespace Status.Host.Triggers;

/// <summary>Reads <c>multipart/form-data</c> (RFC 7578): fields by name, and files as data.</summary>
internal static class MultipartForm
{
    private const int MaxParts = 1000;

    /// <summary>Whether a content type is a form with parts.</summary>
    public static bool Is(string? contentType) => contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads the parts of a body.</summary>
    /// <exception cref="BadHttpRequestException">The body is no such form, or has too many parts (400).</exception>
    public static async ValueTask<(DataObject Fields, DataArray Files)> ReadAsync(string contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var boundary = MediaTypeHeaderValue.TryParse(contentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString() : "";
        if (boundary.Length is 0 or > 200) throw Malformed("its content type names no boundary");
        var (fields, files) = (new DataObject(), new DataArray());
        using var stream = MemoryMarshal.TryGetArray(body, out var segment) ? new MemoryStream(segment.Array!, segment.Offset, segment.Count) : new MemoryStream(body.ToArray());
        try
        {
            var reader = new MultipartReader(boundary, stream) { HeadersCountLimit = 16, HeadersLengthLimit = 16384 };
            var parts = 0;
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (++parts > MaxParts) throw Malformed($"it has more than {MaxParts} parts");
                await AddAsync(section, fields, files, cancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw Malformed(error.Message);
        }

        return (fields, files);
    }

    private static async ValueTask AddAsync(MultipartSection section, DataObject fields, DataArray files, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) throw Malformed("a part has no Content-Disposition");
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        using var buffer = new MemoryStream();
        await section.Body.CopyToAsync(buffer, cancellationToken);
        var filename = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName);
        if (filename.HasValue)
        {
            // Some browsers send whole paths; only the last part is a name.
            files.Add(new HttpFile(filename.ToString().Split('/', '\\')[^1], section.ContentType, buffer.ToArray()).ToData(name));
            return;
        }

        object? text = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        if (!fields.TryGetValue(name, out var before)) fields[name] = text;
        else if (before is DataArray list) list.Add(text);
        else fields[name] = new DataArray { before, text };
    }

    private static BadHttpRequestException Malformed(string why) => new($"The body is no form: {why}.", StatusCodes.Status400BadRequest);
}
