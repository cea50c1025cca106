using System.Security.Claims;
using Microsoft.Net.Http.Headers;
using Status.Host.Identity.ApiKeys;
using Status.Host.Identity.Sessions;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>
/// Reads who calls from a request: <c>Authorization: Bearer</c> (access token) or <c>ApiKey</c>, or the session cookie. An Authorization header alone decides when there is
/// one: a caller whose token is wrong is not helped by a cookie that happens to come along.
/// </summary>
internal sealed class Credentials(AccessTokens tokens, SessionCache sessions, ApiKeyCache keys, UserCache users)
{
    private const string BearerPrefix = "Bearer ";
    private const string ApiKeyPrefix = "ApiKey ";

    /// <summary>The bearer token in a request; <c>null</c> when there is none.</summary>
    public static string? TokenOf(HttpRequest request) => After(BearerPrefix, request.Headers.Authorization.ToString());

    /// <summary>Whether a request brings anything that could be a credential.</summary>
    public static bool AreIn(HttpRequest request) => request.Headers.ContainsKey(HeaderNames.Authorization) || SessionCookie.TokenOf(request) is not null;

    /// <summary>Finds the caller; <c>null</c> when the credential is none, or has ended.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var evenInOutage = request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AdmittedInOutage>() is not null;
        if (request.Headers.ContainsKey(HeaderNames.Authorization))
        {
            var header = request.Headers.Authorization.ToString();
            if (After(BearerPrefix, header) is { } token) return await FindAsync(tokens.Verify(token), evenInOutage, cancellationToken);
            return After(ApiKeyPrefix, header) is { } key ? (await keys.FindAsync(key, evenInOutage, cancellationToken))?.Principal : null;
        }

        return SessionCookie.TokenOf(request) is { } cookie ? (await sessions.FindAsync(cookie, evenInOutage, cancellationToken))?.Principal : null;
    }

    private async ValueTask<ClaimsPrincipal?> FindAsync((string Name, int Version)? token, bool evenInOutage, CancellationToken cancellationToken) =>
        token is var (name, version) && await users.FindAsync(name, evenInOutage, cancellationToken) is { } user && user.CredentialVersion == version
            ? Caller.Create(Caller.BearerType, user)
            : null;

    private static string? After(string prefix, string header) =>
        header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? header[prefix.Length..].Trim() : null;
}
