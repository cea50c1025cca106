using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Definitions;
using Status.Workflows.Json;

namespace Status.Host.Elsa.Definitions;

/// <summary>Definitions from files. What comes in is a draft; nothing is written to disk, so the paths inside an archive mean nothing.</summary>
internal static class DefinitionImports
{
    private const int MaxFiles = 500;

    /// <summary>One definition in the body.</summary>
    public static Task<IResult> ImportAsync(HttpContext context, DefinitionCommands commands, DefinitionAnswers answers, IOptions<DefinitionLimits> limits) =>
        ImportAsync(null, context, commands, answers, limits.Value);

    /// <summary>One definition in the body, into an existing one.</summary>
    public static Task<IResult> ImportIntoAsync(string definitionId, HttpContext context, DefinitionCommands commands, DefinitionAnswers answers, IOptions<DefinitionLimits> limits) =>
        ImportAsync(definitionId, context, commands, answers, limits.Value);

    /// <summary>JSON files and zip archives of a form. Either all of them are imported or none.</summary>
    public static async Task<IResult> FilesAsync(HttpContext context, DefinitionCommands commands, DefinitionIntake intake, IOptions<DefinitionLimits> limits)
    {
        if (!context.Request.HasFormContentType) return ElsaErrors.Refuse("Send the files as multipart/form-data.", "files");
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception invalid) when (invalid is InvalidDataException or IOException)
        {
            // A form that stops in the middle is an IOException.
            return ElsaErrors.Refuse($"The form cannot be read: {invalid.Message}", "files");
        }

        var errors = new ElsaErrors();
        var models = new List<JsonElement>();
        foreach (var file in form.Files) await ReadAsync(file, models, errors, limits.Value, context.RequestAborted);
        if (models.Count == 0 && !errors.Any) errors.Add("files", "There is no definition among the files.");
        foreach (var model in models)
            if (intake.Read(model, out var refused) is null) errors.Add(Name(model), string.Join(' ', ChangeAnswers.Sentences(refused)));
        if (errors.Any) return errors.Answer();

        foreach (var model in models)
        {
            var change = await commands.SaveAsync(new SaveDefinition { Model = model, Actor = DefinitionRights.ActorOf(context.User), KeepRefused = true }, context);
            if (ChangeAnswers.Refusal(change) is { } refusal) return refusal;
        }

        return ElsaJson.Answer(new { count = models.Count });
    }

    private static async Task<IResult> ImportAsync(string? definitionId, HttpContext context, DefinitionCommands commands, DefinitionAnswers answers, DefinitionLimits limits)
    {
        var model = await RequestJson.ReadAsync(context.Request, limits.MaxBytes + DefinitionChanges.Envelope, limits.MaxDepth);
        var change = await commands.SaveAsync(
            new SaveDefinition { Model = model, DefinitionId = definitionId, Actor = DefinitionRights.ActorOf(context.User), KeepRefused = true }, context);
        return ChangeAnswers.Refusal(change) ?? ElsaJson.Answer(answers.Full(change.Stored!, context.User));
    }

    private static async Task ReadAsync(IFormFile file, List<JsonElement> models, ElsaErrors errors, DefinitionLimits limits, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            Add(file.FileName, await ReadBoundedAsync(stream, limits.MaxBytes, cancellationToken), models, errors, limits);
            return;
        }

        try
        {
            await using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                if (models.Count >= MaxFiles)
                {
                    errors.Add(file.FileName, $"At most {MaxFiles} definitions are imported at once.");
                    return;
                }

                // The size an archive claims is not believed: reading stops at the limit.
                await using var content = await entry.OpenAsync(cancellationToken);
                Add($"{file.FileName}/{entry.Name}", await ReadBoundedAsync(content, limits.MaxBytes, cancellationToken), models, errors, limits);
                if (errors.Any) return;
            }
        }
        // A file of a few bytes makes the archive reader seek before its beginning.
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            errors.Add(file.FileName, "The file is no zip archive, or it is damaged.");
        }
    }

    private static void Add(string name, byte[]? content, List<JsonElement> models, ElsaErrors errors, DefinitionLimits limits)
    {
        if (content is null)
        {
            errors.Add(name, $"The definition has more than {limits.MaxBytes} bytes ({DefinitionLimits.SectionName}:MaxBytes).");
            return;
        }

        try
        {
            models.Add(RequestJson.Parse(content, limits.MaxDepth));
        }
        catch (JsonException json)
        {
            errors.Add(name, $"The file is no JSON that can be read: {json.Message}");
        }
    }

    private static async Task<byte[]?> ReadBoundedAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > maxBytes) return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static string Name(JsonElement model) =>
        model.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() ?? ElsaErrors.General : ElsaErrors.General;
}
