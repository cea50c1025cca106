using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Definitions;
using Status.Workflows.Json;

namespace Status.Host.Elsa.Definitions;

/// <summary>Definitions from files. What comes in is a draft.</summary>
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
        var errors = new ElsaErrors();
        var models = new List<JsonElement>();
        var bounds = new UploadLimits("definition", MaxFiles, limits.Value.MaxBytes, (long)MaxFiles * limits.Value.MaxBytes, $"{DefinitionLimits.SectionName}:MaxBytes");
        await UploadedFiles.ReadAsync(context, bounds, errors, (name, content) => Add(name, content, models, errors, limits.Value));
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

    private static void Add(string name, byte[] content, List<JsonElement> models, ElsaErrors errors, DefinitionLimits limits)
    {
        try
        {
            models.Add(RequestJson.Parse(content, limits.MaxDepth));
        }
        catch (JsonException json)
        {
            errors.Add(name, $"The file is no JSON that can be read: {json.Message}");
        }
    }

    private static string Name(JsonElement model) =>
        model.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() ?? ElsaErrors.General : ElsaErrors.General;
}
