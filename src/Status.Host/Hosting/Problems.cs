using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace Status.Host.Hosting;

/// <summary>Errors as RFC 9457 problem details. A <c>type</c> is stable: <c>urn:status:problem:</c> and a word for the cause.</summary>
internal static partial class Problems
{
    /// <summary>The start of every problem type.</summary>
    public const string TypePrefix = "urn:status:problem:";

    private static readonly Dictionary<int, (string Word, string Advice)> _byStatus = new()
    {
        [400] = ("bad-request", "Correct the request; the detail says what is wrong with it."),
        [401] = ("unauthorized", "Sign in with POST /api/v1/session (a browser keeps the cookie), or send an API key as Authorization: ApiKey or a token as Authorization: Bearer."),
        [403] = ("forbidden", "This account lacks the permission that the address requires; an administrator can grant it."),
        [404] = ("not-found", "There is nothing at this address; check the path and the identifier."),
        [405] = ("method-not-allowed", "Use one of the methods in the Allow header."),
        [409] = ("conflict", "Somebody changed the same thing; read it again and repeat the change."),
        [413] = ("too-large", "Send less at once; the limit is the key Status:Limits:RequestBodyBytes."),
        [415] = ("unsupported-media-type", "Send JSON with Content-Type: application/json."),
        [429] = ("too-many-requests", "Wait for the seconds in the Retry-After header, then try again."),
        [500] = ("internal", "The error was logged under the trace id of this answer; report it with that id."),
        [503] = ("unavailable", "The database does not answer at the moment; try again after the seconds in the Retry-After header."),
    };

    /// <summary>Registers problem details for every error without a body of its own, and for exceptions.</summary>
    public static IServiceCollection AddStatusProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => Complete(context.ProblemDetails));
        services.AddExceptionHandler<ExceptionAnswer>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Gives a problem its stable type, and an advice when it has no detail.</summary>
    public static void Complete(ProblemDetails problem)
    {
        var status = problem.Status ?? 500;
        var (word, advice) = _byStatus.GetValueOrDefault(status, ($"http-{status}", ReasonPhrases.GetReasonPhrase(status)));
        if (problem.Type?.StartsWith(TypePrefix, StringComparison.Ordinal) != true)
            problem.Type = TypePrefix + word;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(status);
        problem.Detail ??= advice;
    }

    private sealed partial class ExceptionAnswer(IProblemDetailsService problems, ILogger<ExceptionAnswer> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var (status, detail) = Judge(exception);
            if (status == StatusCodes.Status500InternalServerError)
                Log.Unhandled(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
            if (status == StatusCodes.Status503ServiceUnavailable)
                httpContext.Response.Headers.RetryAfter = "5";
            httpContext.Response.StatusCode = status;
            return await problems.TryWriteAsync(new ProblemDetailsContext
            {
                HttpContext = httpContext,
                ProblemDetails = new ProblemDetails { Status = status, Detail = detail },
            });
        }

        private static (int Status, string? Detail) Judge(Exception exception) => exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => (StatusCodes.Status400BadRequest, Explain(json)),
            BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? null : bad.Message),
            JsonException json => (StatusCodes.Status400BadRequest, Explain(json)),
            PostgresException { IsTransient: false } => (StatusCodes.Status500InternalServerError, null),
            NpgsqlException => (StatusCodes.Status503ServiceUnavailable, null),
            _ => (StatusCodes.Status500InternalServerError, null),
        };

        private static string Explain(JsonException json) =>
            $"The body is not the JSON this address expects: at {json.Path ?? "$"}, line {(json.LineNumber ?? 0) + 1}, byte {(json.BytePositionInLine ?? 0) + 1}.";

        private static partial class Log
        {
            [LoggerMessage(EventId = 330, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
            public static partial void Unhandled(ILogger logger, Exception exception, string method, PathString path);
        }
    }
}
