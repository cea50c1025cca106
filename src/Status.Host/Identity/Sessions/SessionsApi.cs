using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Status.Host.Api;

namespace Status.Host.Identity.Sessions;

/// <summary>Signing in and out of a browser, below <c>/api/v1</c>.</summary>
internal static class SessionsApi
{
    private const int LargestBody = 8192;

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Sessions").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        routes.MapPost("/session", OpenAsync).AllowAnonymous().RequireRateLimiting(SignIn.RatePolicy).WithName("SignIn")
            .WithSummary("Sign in: opens a session in an HttpOnly cookie").ProducesProblem(401).ProducesProblem(429);
        routes.MapGet("/session", GetAsync).RequireSignIn().WithName("GetSession").WithSummary("Who is signed in; renews the session").ProducesProblem(401);
        routes.MapDelete("/session", CloseAsync).RequireSignIn().WithName("SignOut").WithSummary("Sign out");
        routes.MapGet("/sessions", ListAsync).RequireSignIn().WithName("ListSessions").WithSummary("Own sessions, the last used first");
        routes.MapDelete("/sessions", CloseAllAsync).RequireSignIn().WithName("SignOutEverywhere").WithSummary("Sign out everywhere");
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> OpenAsync(
        SessionRequest request, HttpContext http, PasswordSignIn signIn, SessionStore sessions, IOptions<UserSessionOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await signIn.TryAsync(request.UserName, request.Password, cancellationToken) is not { } user)
            return TypedResults.Problem("User name or password is wrong.", statusCode: StatusCodes.Status401Unauthorized);
        // A browser that signs in again leaves its old session: nobody holds that cookie any more.
        if (http.User.FindFirstValue(Session.ClaimType) is { } old) await sessions.CloseAsync(old, cancellationToken);
        var (token, endsAt) = await sessions.OpenAsync(user, Address(http), http.Request.Headers[HeaderNames.UserAgent].ToString(), cancellationToken);
        SessionCookie.Set(http, token, endsAt);
        http.Response.Headers.CacheControl = "no-store";
        var idle = time.GetUtcNow() + options.Value.IdleTimeout;
        return TypedResults.Ok(SessionAnswer.From(user, idle < endsAt ? idle : endsAt));
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> GetAsync(HttpContext http, SessionCache sessions, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        return http.User.HasSession() && SessionCookie.TokenOf(http.Request) is { } token && await sessions.FindAsync(token, cancellationToken) is { } session
            ? TypedResults.Ok(SessionAnswer.From(session.User, session.ExpiresAt))
            : TypedResults.Problem("This caller has no session: it sent another credential than the cookie.", statusCode: StatusCodes.Status401Unauthorized);
    }

    private static async Task<NoContent> CloseAsync(HttpContext http, SessionStore sessions, SessionCache cache, CancellationToken cancellationToken)
    {
        if (http.User.FindFirstValue(Session.ClaimType) is { } id) await sessions.CloseAsync(id, cancellationToken);
        return Leave(http, cache);
    }

    private static async Task<NoContent> CloseAllAsync(HttpContext http, SessionStore sessions, SessionCache cache, CancellationToken cancellationToken)
    {
        await sessions.CloseAllAsync(http.User.Identity!.Name!, except: null, cancellationToken);
        return Leave(http, cache);
    }

    private static async Task<Ok<ListAnswer<SessionSummary>>> ListAsync(HttpContext http, SessionStore sessions, CancellationToken cancellationToken)
    {
        var current = http.User.FindFirstValue(Session.ClaimType);
        var items = (await sessions.ListAsync(http.User.Identity!.Name!, cancellationToken))
            .Select(s => new SessionSummary(s.Id, s.Address, s.UserAgent, s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.Id == current)).ToList();
        return TypedResults.Ok(new ListAnswer<SessionSummary>(items, items.Count, 0, Math.Max(1, items.Count)));
    }

    private static NoContent Leave(HttpContext http, SessionCache cache)
    {
        cache.Forget(http.User.Identity!.Name!);
        SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "-";
}
