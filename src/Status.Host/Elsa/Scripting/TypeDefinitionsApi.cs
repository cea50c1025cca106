using Microsoft.Net.Http.Headers;
using Status.Host.Identity;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Json;

namespace Status.Host.Elsa.Scripting;

/// <summary>What a script of a workflow can use, for the completion of the designer's editor.</summary>
internal static class TypeDefinitionsApi
{
    /// <summary>Maps the route below <c>/elsa/api</c>. The body names the activity and the input; what a script can use does not depend on them.</summary>
    public static void MapTypeDefinitions(this IEndpointRouteBuilder api) =>
        api.MapPost("/scripting/javascript/type-definitions/{definitionId}", GetAsync).RequirePermission("read:workflow-definitions");

    private static async Task<IResult> GetAsync(string definitionId, HttpResponse response, IDefinitionStore definitions, ActivityRegistry registry, CancellationToken cancellationToken)
    {
        if (await definitions.GetAsync(definitionId, DefinitionVersion.Latest, cancellationToken) is not { } stored) return Results.NotFound();
        var read = DefinitionJson.Read(stored.Json, DefinitionLimits.OfStored);
        if (read.Definition is not { } definition)
            return ElsaErrors.Refuse($"The workflow cannot be read, so what its scripts can use is not known: {string.Join(' ', read.Problems)}");
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"elsa.{definitionId}.d.ts");
        response.Headers.ContentDisposition = disposition.ToString();
        return Results.Text(ScriptDeclarations.For(definition, registry), "application/x-typescript");
    }
}
