using System.IO.Compression;
using System.Security.Cryptography;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>
/// Answers the request that started the run with a file, or with several in one zip archive. The answer carries an entity tag, made of the bytes when none is given; the same files give the same
/// archive, so a download that broke off goes on with <c>Range</c> and <c>If-Range</c> (RFC 9110 §14) even though every request is a run of its own. A request with <c>x-download-id</c> (or
/// <c>Idempotency-Key</c>) gets the answer of the first run with that id.
/// </summary>
[Activity("Elsa", "HTTP", "Answers the HTTP request with a file, or with several as one zip archive.", DisplayName = "HTTP File Response")]
public sealed class WriteFileHttpResponse : CodeActivity
{
    /// <summary>Header that names a download.</summary>
    public const string DownloadHeader = "x-download-id";

    /// <summary>Most files of one archive.</summary>
    private const int MaxFiles = 1000;

    // The earliest time a zip entry can have: the archive must not depend on when it was made.
    private static readonly DateTimeOffset _entryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Media type; the file's own when not given.</summary>
    [Input(Description = "Media type of the file; empty: what the file says, by its ending, or application/octet-stream.", UIHint = InputUIHints.SingleLine, Order = 1)]
    public Input<string?>? ContentType { get; set; }

    /// <summary>File name that the caller is offered.</summary>
    [Input(Description = "Name of the file; empty: the file's own.", UIHint = InputUIHints.SingleLine, Order = 2)]
    public Input<string?>? Filename { get; set; }

    /// <summary>Entity tag.</summary>
    [Input(Description = "Entity tag; empty: made of the bytes.", UIHint = InputUIHints.SingleLine, Order = 3)]
    public Input<string?>? EntityTag { get; set; }

    /// <summary>The file or files.</summary>
    [Input(Description = "Bytes, a text, a file ({ filename, contentType, content }) or a list of these; several become one zip archive.", UIHint = InputUIHints.SingleLine, Order = 4)]
    public Input<object?>? Content { get; set; }

    /// <summary>Whether a part may be asked for.</summary>
    [Input(Description = "Let callers go on with a download that broke off (Range requests).", UIHint = InputUIHints.Checkbox, Order = 5)]
    public Input<bool>? EnableResumableDownloads { get; set; }

    /// <summary>Name of the download.</summary>
    [Input(Description = "Name of the download in the header x-download-id; empty: the caller's own.", UIHint = InputUIHints.SingleLine, Order = 6)]
    public Input<string?>? DownloadCorrelationId { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var files = Files(context.Get(Content)).Take(MaxFiles + 1).ToList();
        if (files.Count == 0)
        {
            context.Reply(new HttpReply(404, null, [], default));
            return ValueTask.CompletedTask;
        }

        if (files.Count > MaxFiles) throw new InvalidOperationException($"An archive holds at most {MaxFiles} files.");
        var file = files.Count == 1 ? files[0] : Zip(files);
        var name = context.Get(Filename) is { Length: > 0 } given ? given : file.Filename ?? "file.bin";
        var type = context.Get(ContentType) is { Length: > 0 } stated ? stated : file.ContentType ?? MediaTypes.Of(name);
        var tag = Quoted(context.Get(EntityTag) is { Length: > 0 } chosen ? chosen : file.EntityTag ?? Convert.ToHexStringLower(SHA256.HashData(file.Content))[..32]);
        var headers = new List<KeyValuePair<string, string>> { new("Content-Disposition", Disposition(name)), new("ETag", tag), new("X-Content-Type-Options", "nosniff") };
        if (context.Get(EnableResumableDownloads)) headers.Add(new("Accept-Ranges", "bytes"));
        if (context.Get(DownloadCorrelationId) is { Length: > 0 } id) headers.Add(new(DownloadHeader, id));
        foreach (var (header, value) in headers) HttpHeaderRules.Require(header, value);
        context.Reply(new HttpReply(200, type, headers, file.Content));
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<HttpFile> Files(object? content)
    {
        if (content is null) yield break;
        if (HttpFile.TryRead(content, out var one)) yield return one;
        else if (content is DataArray items)
        {
            foreach (var file in items.SelectMany(Files)) yield return file;
        }
        else
        {
            yield return new HttpFile("data.json", "application/json; charset=utf-8", DataJson.ToUtf8(content));
        }
    }

    private static HttpFile Zip(List<HttpFile> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < files.Count; i++)
            {
                var entry = archive.CreateEntry(Unused(used, files[i].Filename, i + 1), CompressionLevel.Optimal);
                entry.LastWriteTime = _entryTime;
                using var target = entry.Open();
                target.Write(files[i].Content);
            }
        }

        return new HttpFile("download.zip", "application/zip", buffer.ToArray());
    }

    /// <summary>A name without folders that no other entry has: an archive must not write outside the folder it is unpacked to.</summary>
    private static string Unused(HashSet<string> used, string? filename, int number)
    {
        var name = filename?.Split('/', '\\', ':')[^1].Trim(' ', '.');
        if (string.IsNullOrEmpty(name)) name = $"file-{number}";
        var candidate = name;
        for (var i = 2; !used.Add(candidate); i++) candidate = $"{Path.GetFileNameWithoutExtension(name)} ({i}){Path.GetExtension(name)}";
        return candidate;
    }

    private static string Quoted(string tag) => tag.StartsWith('"') || tag.StartsWith("W/", StringComparison.Ordinal) ? tag : $"\"{tag.Replace("\"", "", StringComparison.Ordinal)}\"";

    private static string Disposition(string name)
    {
        var plain = new string([.. name.Select(c => c is >= ' ' and < '\u007f' and not ('"' or '\\') ? c : '_')]);
        return $"attachment; filename=\"{plain}\"; filename*=UTF-8''{Uri.EscapeDataString(name)}";
    }
}
