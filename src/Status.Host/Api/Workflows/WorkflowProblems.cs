using Microsoft.AspNetCore.Http.HttpResults;
using Status.Host.Elsa.Definitions;
using Status.Workflows.Definitions;
using Status.Workflows.Model;

namespace Status.Host.Api.Workflows;

/// <summary>Changes that were not made, as problem details.</summary>
internal static class WorkflowProblems
{
    /// <summary>The problem; <c>null</c> when the change was made.</summary>
    public static ProblemHttpResult? Of(DefinitionChange change, string id) => change.Outcome switch
    {
        ChangeOutcome.NotFound => NotFound(id),
        ChangeOutcome.Stale => TypedResults.Problem(ChangeAnswers.StaleSentence(change), statusCode: StatusCodes.Status409Conflict),
        ChangeOutcome.Refused => Refused(WorkflowProblem.Of(change.Problems, ProblemSeverity.Error)),
        _ => null,
    };

    /// <summary>404.</summary>
    public static ProblemHttpResult NotFound(string id) => TypedResults.Problem($"There is no workflow '{id}'.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult Refused(IReadOnlyList<WorkflowProblem> problems) => TypedResults.Problem(
        $"The workflow cannot be accepted: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}, listed in 'errors' with their paths.",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: [new("errors", problems)]);
}
