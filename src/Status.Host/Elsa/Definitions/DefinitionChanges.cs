using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Definitions;
using Status.Workflows.Json;

namespace Status.Host.Elsa.Definitions;

/// <summary>Save, publish, retract, revert.</summary>
internal static class DefinitionChanges
{
    /// <summary>What surrounds the model in a save.</summary>
    public const int Envelope = 64 * 1024;

    /// <summary>Saves a draft and, when asked, publishes it.</summary>
    public static async Task<IResult> SaveAsync(HttpContext context, DefinitionCommands commands, DefinitionAnswers answers, IOptions<DefinitionLimits> limits)
    {
        var body = await RequestJson.ReadAsync(context.Request, limits.Value.MaxBytes + Envelope, limits.Value.MaxDepth + 1);
        var model = body.Get("model");
        if (model.ValueKind != JsonValueKind.Object) return ElsaErrors.Refuse("The body has no model.", "model");
        var publish = body.GetFlag("publish");
        if (publish && !new DefinitionRights(context.User).Publish) return Results.StatusCode(StatusCodes.Status403Forbidden);
        var change = await commands.SaveAsync(
            new SaveDefinition { Model = model, Publish = publish, Actor = DefinitionRights.ActorOf(context.User), KeepRefused = true }, context);
        return answers.SaveAnswer(change, publish, context);
    }

    /// <summary>Publishes the latest version.</summary>
    public static async Task<IResult> PublishAsync(string definitionId, HttpContext context, DefinitionCommands commands, DefinitionAnswers answers) =>
        answers.SaveAnswer(await commands.PublishAsync(definitionId, context), publish: true, context);

    /// <summary>Takes the published version out of service.</summary>
    public static async Task<IResult> RetractAsync(string definitionId, HttpContext context, DefinitionCommands commands, DefinitionAnswers answers)
    {
        var change = await commands.RetractAsync(definitionId, context);
        if (change.Outcome == ChangeOutcome.Unchanged) return ElsaErrors.Refuse("No version of the workflow is published.");
        return ChangeAnswers.Refusal(change) ?? ElsaJson.Answer(answers.Full(change.Stored!, context.User));
    }

    /// <summary>Makes a draft of an older version.</summary>
    public static async Task<IResult> RevertAsync(string definitionId, int version, HttpContext context, DefinitionCommands commands)
    {
        var change = await commands.RevertAsync(definitionId, version, context);
        if (ChangeAnswers.Refusal(change) is { } refusal) return refusal;
        context.Response.Headers.Location = $"{context.Request.PathBase}/elsa/api/workflow-definitions/by-id/{Uri.EscapeDataString(change.Stored!.Id)}";
        return ElsaJson.Answer(DefinitionAnswers.Summary(change.Stored), StatusCodes.Status201Created);
    }
}
