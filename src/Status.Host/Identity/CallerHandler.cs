using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Status.Host.Identity.ApiKeys;
using Status.Host.Identity.Sessions;

namespace Status.Host.Identity;

/// <summary>
/// Finds out who calls: <c>Authorization: Bearer</c> (access token) or <c>ApiKey</c>, or the session cookie. An Authorization header alone decides when there is one: a caller whose token is
/// wrong is not helped by a cookie that happens to come along.
/// </summary>
internal sealed class CallerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessTokens tokens, SessionCache sessions, ApiKeyCache keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Status";

    private const string BearerPrefix = "Bearer ";
    private const string ApiKeyPrefix = "ApiKey ";

    /// <summary>The bearer token in a request; <c>null</c> when there is none.</summary>
    public static string? TokenOf(HttpRequest request) => After(BearerPrefix, request.Headers.Authorization.ToString());

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            if (After(BearerPrefix, header) is { } token) return Result(tokens.Verify(token));
            if (After(ApiKeyPrefix, header) is { } key) return Result((await keys.FindAsync(key, Context.RequestAborted))?.Principal);
            return AuthenticateResult.NoResult();
        }

        if (SessionCookie.TokenOf(Request) is not { } cookie)
            return AuthenticateResult.NoResult();
        return Result((await sessions.FindAsync(cookie, Context.RequestAborted))?.Principal);
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = Caller.BearerType;
        return Task.CompletedTask;
    }

    private static string? After(string prefix, string header) =>
        header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? header[prefix.Length..].Trim() : null;

    private AuthenticateResult Result(ClaimsPrincipal? principal) => principal is null
        ? AuthenticateResult.Fail("The credential is not valid or has expired.")
        : AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
}
