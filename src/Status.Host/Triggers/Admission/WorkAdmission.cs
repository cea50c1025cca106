using System.Globalization;
using Microsoft.Extensions.Options;
using Status.Workflows.Diagnostics;
using Status.Workflows.Resilience;

namespace Status.Host.Triggers.Admission;

/// <summary>
/// Says no early: a request that could only queue up behind others is refused at once with 503 and <c>Retry-After</c>, so that those already taken in are answered in time.
/// </summary>
internal sealed class WorkAdmission(RuntimeGate gate, IOptions<AdmissionOptions> options)
{
    private const int SecondsWhilePaused = 30;

    private int _requests;

    /// <summary>Requests that are being answered.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Takes a request in; whoever was let in calls <see cref="Leave"/>.</summary>
    /// <param name="response">Gets <c>Retry-After</c> when the request is refused.</param>
    /// <returns>The refusal; <c>null</c> when it may go on.</returns>
    public IResult? Enter(HttpResponse response)
    {
        if (Refuse(response) is { } refusal) return refusal;
        if (Interlocked.Increment(ref _requests) <= options.Value.MaxConcurrentRequests) return null;
        Interlocked.Decrement(ref _requests);
        return No(
            response, "busy", (int)options.Value.RetryAfter.TotalSeconds,
            "This host answers as many requests to workflows as it may (Status:Admission:MaxConcurrentRequests). Repeat the request a little later.");
    }

    /// <summary>The request has been answered.</summary>
    public void Leave() => Interlocked.Decrement(ref _requests);

    /// <summary>Whether work may not be begun now: the runtime is paused, or too much waits.</summary>
    public IResult? Refuse(HttpResponse response) => gate.Pause is { } pause
        ? No(response, "paused", SecondsWhilePaused, $"Workflows are paused since {pause.At:O} by {pause.By}. What was accepted before is kept.")
        : RefuseBacklog(response);

    /// <summary>Whether no more work may be accepted for later: too much waits. A pause does not matter, accepted work is kept.</summary>
    /// <param name="response">Gets <c>Retry-After</c> when the work is refused.</param>
    /// <param name="more">How much is to be accepted beyond one: many runs at once must not pass where they would be too many.</param>
    public IResult? RefuseBacklog(HttpResponse response, int more = 0) => gate.ReadyWork + more > options.Value.MaxReadyWork
        ? No(response, "backlog", (int)options.Value.RetryAfter.TotalSeconds * 5, "More accepted work waits than this installation takes on (Status:Admission:MaxReadyWork). Repeat the request a little later.")
        : null;

    private static IResult No(HttpResponse response, string reason, int seconds, string detail)
    {
        EngineDiagnostics.Refused(reason);
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
