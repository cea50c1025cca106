using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Identity;
using Status.Workflows.Execution;

namespace Status.Host.Api.Runs;

/// <summary>Runs: where <c>Location</c> of a 202 answer points.</summary>
internal static class RunsApi
{
    /// <summary>Maps the routes.</summary>
    public static void MapRuns(this IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{id}", GetAsync)
            .WithName("GetRun").WithTags("Runs").WithSummary("A run: its status and, once it has written one, its answer.")
            .RequirePermission("read:workflow-instances");

    private static async Task<Results<Ok<RunResponse>, ProblemHttpResult>> GetAsync(string id, IRunStore runs, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(new InstanceId(id), cancellationToken) is not { } run)
            return TypedResults.Problem($"There is no run '{id}'. It may not have been stored yet (mode off) or its retention has passed.", statusCode: StatusCodes.Status404NotFound);
        var reply = await runs.LoadReplyAsync(run.Id, cancellationToken);
        return TypedResults.Ok(new RunResponse(
            run.Id.Value, run.DefinitionId, run.DefinitionVersionId, run.Version, run.Status.ToString(), run.SubStatus.ToString(), run.CorrelationId,
            run.IncidentCount, run.CreatedAt, run.UpdatedAt, run.FinishedAt,
            reply is null ? null : new RunReply(reply.StatusCode, reply.ContentType, Encoding.UTF8.GetString(reply.Body.Span))));
    }
}

/// <summary>A run on the wire.</summary>
/// <param name="Id">Id of the run.</param>
/// <param name="DefinitionId">Logical id of its definition.</param>
/// <param name="DefinitionVersionId">Id of the version it runs.</param>
/// <param name="Version">Number of that version.</param>
/// <param name="Status"><c>Running</c> or <c>Finished</c>.</param>
/// <param name="SubStatus">Finer status, in Elsa's words.</param>
/// <param name="CorrelationId">Correlation id; absent when none was set.</param>
/// <param name="IncidentCount">Number of activities that faulted.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="UpdatedAt">When it was last committed.</param>
/// <param name="FinishedAt">When it ended; absent while it runs.</param>
/// <param name="Reply">The answer it has written; absent while there is none.</param>
internal sealed record RunResponse(
    string Id,
    string DefinitionId,
    string DefinitionVersionId,
    int Version,
    string Status,
    string SubStatus,
    string? CorrelationId,
    int IncidentCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? FinishedAt,
    RunReply? Reply);

/// <summary>The answer of a run.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="ContentType">Media type; absent when there is no body.</param>
/// <param name="Body">The body as text.</param>
internal sealed record RunReply(int StatusCode, string? ContentType, string Body);
