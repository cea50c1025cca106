using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Status.Host.Api;
using Status.Host.Hosting.Web.Limits;
using Status.Host.Identity.Audit;
using Status.Host.Identity.Users;

namespace Status.Host.Identity.Sessions;

/// <summary>Signing in and out of a browser, below <c>/api/v1</c>.</summary>
internal static class SessionsApi
{
    private const int LargestBody = 8192;

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Sessions").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        routes.MapPost("/session", OpenAsync).AllowAnonymous().CountSignIns().WithName("SignIn")
            .WithSummary("Sign in: opens a session in an HttpOnly cookie").ProducesProblem(401).ProducesProblem(429);
        routes.MapGet("/session", GetAsync).RequireSignIn().WithName("GetSession").WithSummary("Who is signed in; renews the session").ProducesProblem(401);
        routes.MapDelete("/session", CloseAsync).RequireSignIn().WithName("SignOut").WithSummary("Sign out");
        routes.MapPut("/session/password", ChangePasswordAsync).RequireSignIn().CountSignIns().WithName("ChangePassword")
            .WithSummary("Change the own password; the other sessions end").ProducesValidationProblem().ProducesProblem(403);
        routes.MapGet("/sessions", ListAsync).RequireSignIn().WithName("ListSessions").WithSummary("Own sessions, the last used first");
        routes.MapDelete("/sessions", CloseAllAsync).RequireSignIn().WithName("SignOutEverywhere").WithSummary("Sign out everywhere");
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> OpenAsync(
        SessionRequest request, HttpContext http, PasswordSignIn signIn, SessionStore sessions, IOptions<UserSessionOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (user, wait) = await signIn.TryAsync(request.UserName, request.Password, Address(http), cancellationToken);
        if (wait > TimeSpan.Zero) return RequestLimits.TooManyGuesses(http, wait);
        if (user is null)
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
        return http.User.HasSession() && SessionCookie.TokenOf(http.Request) is { } token && await sessions.FindAsync(token, evenInOutage: false, cancellationToken) is { } session
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

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChangePasswordAsync(
        PasswordRequest request, HttpContext http, PasswordSignIn signIn, UserAdministration administration, IssuedCredentials issued, CancellationToken cancellationToken)
    {
        // A person's matter: whoever found a key or a token must not be able to take the account over.
        if (!http.User.HasSession()) return TypedResults.Problem("A password is changed in a browser session; sign in first.", statusCode: StatusCodes.Status403Forbidden);
        var name = http.User.Identity!.Name!;
        var (user, wait) = await signIn.TryAsync(name, request.CurrentPassword, Address(http), cancellationToken);
        if (wait > TimeSpan.Zero) return RequestLimits.TooManyGuesses(http, wait);
        if (user is null) return Invalid("currentPassword", "This is not the current password.");
        if (PasswordRules.Refuse(request.NewPassword, name) is { } refusal) return Invalid("newPassword", refusal);
        if (request.NewPassword == request.CurrentPassword) return Invalid("newPassword", "This is the current password; choose another one.");
        var hash = PasswordHash.Create(request.NewPassword!);
        await administration.ChangeAsync(
            name, user => user with { PasswordHash = hash }, "user.password-changed", http.User.FindFirstValue(Session.ClaimType),
            (action, before, after) => AuditEntry.By(http, action, $"user/{name}", before, after), cancellationToken);
        issued.Forget(name);
        return TypedResults.NoContent();
    }

    private static ValidationProblem Invalid(string member, string reason) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [member] = [reason] }, "The password was not changed; errors says why.");

    private static NoContent Leave(HttpContext http, SessionCache cache)
    {
        cache.Forget(http.User.Identity!.Name!);
        SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "-";
}
