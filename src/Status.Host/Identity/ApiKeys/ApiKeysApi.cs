using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Status.Host.Api;
using Status.Host.Identity.Roles;
using Status.Host.Identity.Sessions;
using Status.Host.Identity.Users;

namespace Status.Host.Identity.ApiKeys;

/// <summary>API keys below <c>/api/v1/api-keys</c>: one's own, and everybody's for those who administer users.</summary>
internal static class ApiKeysApi
{
    private const int LongestName = 100;
    private const int MostPermissions = 100;
    private const int LargestBody = 16 * 1024;
    private static readonly TimeSpan _usual = TimeSpan.FromDays(90);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(732);

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        keys.MapGet("", ListAsync).RequirePermission("read:api-keys").WithName("ListApiKeys").WithSummary("Own API keys; everybody's for those who administer users");
        keys.MapPost("", CreateAsync).RequirePermission("write:api-keys").WithName("CreateApiKey").WithSummary("Make an API key; the answer alone shows it")
            .ProducesValidationProblem().ProducesProblem(403);
        keys.MapDelete("/{id}", RevokeAsync).RequirePermission("write:api-keys").WithName("RevokeApiKey").WithSummary("Revoke an API key").ProducesProblem(404);
    }

    private static async Task<Ok<ListAnswer<ApiKeyAnswer>>> ListAsync(HttpContext http, ApiKeyStore keys, CancellationToken cancellationToken)
    {
        var items = (await keys.ListAsync(Whose(http), cancellationToken)).Select(key => ApiKeyAnswer.From(key)).ToList();
        return TypedResults.Ok(new ListAnswer<ApiKeyAnswer>(items, items.Count, 0, Math.Max(1, items.Count)));
    }

    private static async Task<Results<Created<ApiKeyAnswer>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        ApiKeyRequest request, HttpContext http, ApiKeyStore keys, UserStore users, RoleStore roles, TimeProvider time, CancellationToken cancellationToken)
    {
        // A stolen key must not be able to make itself a successor.
        if (http.User.Identity!.AuthenticationType == Caller.ApiKeyType)
            return TypedResults.Problem("An API key cannot make another one; sign in as a person.", statusCode: StatusCodes.Status403Forbidden);
        var now = time.GetUtcNow();
        var errors = Validate(request, now);
        var user = await users.FindEnabledAsync(http.User.Identity.Name!, cancellationToken);
        if (user is null) return TypedResults.Problem("The account is gone or disabled.", statusCode: StatusCodes.Status403Forbidden);
        var granted = await AskedAsync(request, roles, errors, cancellationToken) is { Count: > 0 } asked ? asked : user.Permissions;
        if (granted.Where(permission => !http.User.Holds(permission)).ToArray() is { Length: > 0 } tooMuch)
            errors["permissions"] = [$"You cannot give what you may not do yourself: {string.Join(", ", tooMuch.Take(10).Select(text => text.Length > 80 ? text[..80] : text))}."];
        if (errors.Count > 0) return TypedResults.ValidationProblem(errors, "The key was not made; errors says why.");

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = $"{ApiKey.Prefix}{id}_{SessionToken.Create()}";
        var key = new ApiKey(id, request.Name!.Trim(), user, [.. granted.Distinct(StringComparer.Ordinal)], now, request.ExpiresAt?.ToUniversalTime() ?? now + _usual, null);
        await keys.AddAsync(key, secret, http, cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/api-keys/{id}", ApiKeyAnswer.From(key, secret));
    }

    /// <summary>What the request names, the permissions of its roles included.</summary>
    private static async Task<List<string>> AskedAsync(ApiKeyRequest request, RoleStore roles, Dictionary<string, string[]> errors, CancellationToken cancellationToken)
    {
        List<string> asked = [.. request.Permissions ?? []];
        if (request.Roles is not { Count: > 0 } names) return asked;
        var known = await roles.ListAsync(cancellationToken);
        var unknown = names.Where(name => known.All(role => role.Name != name)).Take(10).ToList();
        if (unknown.Count > 0) errors["roles"] = [$"There is no role {string.Join(", ", unknown.Select(name => name is { Length: > 40 } ? name[..40] : name))}; there are {string.Join(", ", known.Select(role => role.Name))}."];
        asked.AddRange(known.Where(role => names.Contains(role.Name)).SelectMany(role => role.Permissions));
        return asked;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string id, HttpContext http, ApiKeyStore keys, ApiKeyCache cache, CancellationToken cancellationToken)
    {
        if (await keys.RevokeAsync(id, Whose(http), http, cancellationToken) is not { } key)
            return TypedResults.Problem("There is no such key.", statusCode: StatusCodes.Status404NotFound);
        cache.Forget(key.User.Name);
        return TypedResults.NoContent();
    }

    private static Dictionary<string, string[]> Validate(ApiKeyRequest request, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > LongestName || request.Name.Any(char.IsControl))
            errors["name"] = [$"A name of 1 to {LongestName} characters is needed."];
        if (request.Permissions?.Count > MostPermissions || request.Permissions?.Any(text => text is null or { Length: > 200 } || text.Any(char.IsControl)) == true)
            errors["permissions"] = [$"At most {MostPermissions} permissions such as read:agreements."];
        if (request.ExpiresAt is { } expires && (expires <= now || expires > now + _longest))
            errors["expiresAt"] = [$"The end lies between now and {now + _longest:u}."];
        return errors;
    }

    private static string? Whose(HttpContext http) => http.User.Holds("administer:users") ? null : http.User.Identity!.Name;
}
