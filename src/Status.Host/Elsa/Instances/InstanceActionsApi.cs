using System.Text.Json;
using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>Cancelling and deleting runs.</summary>
internal static class InstanceActionsApi
{
    private const string Cancel = "cancel:workflow-instances";
    private const string Delete = "delete:workflow-instances";

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapInstanceActions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/cancel/workflow-instances/{id}", CancelOneAsync).RequirePermission(Cancel);
        api.MapPost("/bulk-actions/cancel/workflow-instances", CancelManyAsync).RequirePermission(Cancel);
        api.MapDelete("/workflow-instances/{id}", DeleteOneAsync).RequirePermission(Delete);
        api.MapPost("/bulk-actions/delete/workflow-instances/by-id", DeleteManyAsync).RequirePermission(Delete);
        api.MapPost("/bulk-actions/delete/workflow-instances", DeleteManyAsync).RequirePermission(Delete);
    }

    private static async Task<IResult> CancelOneAsync(string id, HttpContext http, IRunStore runs, InstanceCommands commands, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(new InstanceId(id), cancellationToken) is null) return Results.NotFound();
        // One that has ended, or whose cancellation was accepted before, has what was asked for.
        await commands.CancelAsync(new RunFilter { Ids = [id] }, http);
        return Results.Ok();
    }

    private static async Task<IResult> CancelManyAsync(HttpRequest request, InstanceCommands commands, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(request, errors, cancellationToken);
        var filter = ReadTargets(body, errors);
        if (errors.Any) return errors.Answer();
        return ElsaJson.Answer(new { cancelled = await commands.CancelAsync(filter, request.HttpContext) });
    }

    private static RunFilter ReadTargets(JsonElement body, ElsaErrors errors)
    {
        var ids = ElsaBody.Texts(body, "ids", errors);
        var version = ElsaBody.Text(body, "definitionVersionId", errors);
        var definition = ElsaBody.Text(body, "definitionId", errors);
        var options = ElsaBody.Text(body, "versionOptions", errors);
        // Without any of them every run would be meant, which nobody asks for by leaving something out.
        if (ids is null && version is null && definition is null && !errors.Any)
            errors.Add(ElsaErrors.General, "Say which runs to cancel: ids, definitionVersionId, or definitionId with versionOptions.");
        return new RunFilter
        {
            Ids = ids,
            DefinitionVersionIds = version is null ? null : [version],
            DefinitionIds = definition is null ? null : [definition],
            Version = Version(options, errors),
        };
    }

    private static int? Version(string? options, ElsaErrors errors)
    {
        if (string.IsNullOrEmpty(options) || string.Equals(options, "AllVersions", StringComparison.OrdinalIgnoreCase) || string.Equals(options, "All", StringComparison.OrdinalIgnoreCase)) return null;
        if (int.TryParse(options, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)) return number;
        errors.Add("versionOptions", $"'{options}' is neither AllVersions nor a version number; for one version send definitionVersionId.");
        return null;
    }

    private static async Task<IResult> DeleteOneAsync(string id, HttpContext http, IRunStore runs, InstanceCommands commands, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(new InstanceId(id), cancellationToken) is null) return Results.NotFound();
        return await commands.DeleteAsync([id], http) > 0
            ? Results.NoContent()
            : ElsaErrors.Refuse($"The run '{id}' has not ended; cancel it first, then delete it.");
    }

    private static async Task<IResult> DeleteManyAsync(HttpRequest request, InstanceCommands commands, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(request, errors, cancellationToken);
        var ids = ElsaBody.Texts(body, "ids", errors);
        if (ids is null && !errors.Any) errors.Add("ids", "Say which runs to delete.");
        if (ids?.Count > InstanceCommands.MostDeleted) errors.Add("ids", $"At most {InstanceCommands.MostDeleted} runs can be deleted at once.");
        if (errors.Any) return errors.Answer();
        return ElsaJson.Answer(new { deleted = await commands.DeleteAsync(ids!, request.HttpContext) });
    }
}
