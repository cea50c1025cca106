using Microsoft.AspNetCore.Http.HttpResults;
using Status.Activities.Agreements.Documents;

namespace Status.Host.Api.Registry;

/// <summary>The registry's errors as problem details.</summary>
internal static class RegistryProblems
{
    /// <summary>400 with everything that is wrong.</summary>
    public static ProblemHttpResult Invalid(string what, IReadOnlyList<AgreementProblem> problems) => TypedResults.Problem(
        $"{what} cannot be accepted: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}, listed in 'errors' with their paths.",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: [new("errors", problems.Select(problem => new { path = problem.Path, message = problem.Message }).ToArray())]);

    /// <summary>400 with one problem.</summary>
    public static ProblemHttpResult Invalid(string what, string path, string message) => Invalid(what, [new(path, message)]);

    /// <summary>404.</summary>
    public static ProblemHttpResult NotFound(string what) => TypedResults.Problem($"There is no {what}.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>409.</summary>
    public static ProblemHttpResult Conflict(string message) => TypedResults.Problem(message, statusCode: StatusCodes.Status409Conflict);
}
