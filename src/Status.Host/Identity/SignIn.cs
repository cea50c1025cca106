using Microsoft.AspNetCore.Mvc;
using Status.Host.Hosting.Web.Limits;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>Sign-in for machines and for the designer: name and password against a short token, in the shapes that Elsa Studio speaks.</summary>
internal static class SignIn
{
    private const int LargestBody = 8192;
    private const int LongestName = PasswordRules.LongestName;
    private const int LongestPassword = PasswordRules.Longest;

    /// <summary>Maps <c>login</c> and <c>refresh-token</c>.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/elsa/api/identity")
            .AllowAnonymous()
            .CountSignIns()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .WithTags("Identity");
        group.MapPost("/login", LoginAsync).WithSummary("Signs in with user name and password").WithName("login");
        group.MapPost("/refresh-token", RefreshAsync).WithSummary("Spends the refresh token in the Authorization header").WithName("refreshToken");
    }

    private static async Task<IResult> LoginAsync(
        LoginRequest request, HttpContext http, PasswordSignIn signIn, AccessTokens tokens, RefreshTokens refreshTokens, CancellationToken cancellationToken)
    {
        var errors = Validate(request);
        if (errors.Count > 0)
            return TypedResults.Json(
                new { statusCode = 400, message = "One or more errors occurred!", errors },
                contentType: "application/problem+json",
                statusCode: StatusCodes.Status400BadRequest);
        var (user, wait) = await signIn.TryAsync(request.Username, request.Password, http.Connection.RemoteIpAddress?.ToString() ?? "-", cancellationToken);
        if (wait > TimeSpan.Zero) return RequestLimits.TooManyGuesses(http, wait);
        if (user is null)
            return TypedResults.Ok(new { isAuthenticated = false });
        return TypedResults.Ok(new
        {
            isAuthenticated = true,
            accessToken = tokens.Issue(user),
            refreshToken = await refreshTokens.IssueAsync(user.Name, cancellationToken),
        });
    }

    private static async Task<IResult> RefreshAsync(
        HttpRequest request, UserStore users, AccessTokens tokens, RefreshTokens refreshTokens, CancellationToken cancellationToken)
    {
        if (Credentials.TokenOf(request) is not { Length: > 0 and < 256 } token
            || await refreshTokens.RedeemAsync(token, cancellationToken) is not { } redeemed
            || await users.FindEnabledAsync(redeemed.User, cancellationToken) is not { } user)
            return TypedResults.Unauthorized();
        return TypedResults.Ok(new { isAuthenticated = true, accessToken = tokens.Issue(user), refreshToken = redeemed.Next });
    }

    private static Dictionary<string, string[]> Validate(LoginRequest request)
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(request.Username))
            errors["username"] = ["'username' must not be empty."];
        else if (request.Username.Length > LongestName || request.Username.Contains('\0', StringComparison.Ordinal))
            errors["username"] = [$"'username' must have at most {LongestName} characters and no NUL."];
        if (string.IsNullOrEmpty(request.Password))
            errors["password"] = ["'password' must not be empty."];
        else if (request.Password.Length > LongestPassword)
            errors["password"] = [$"'password' must have at most {LongestPassword} characters."];
        return errors;
    }

    /// <summary>The body of a sign-in.</summary>
    /// <param name="Username">The user name.</param>
    /// <param name="Password">The password.</param>
    internal sealed record LoginRequest(string? Username, string? Password);
}
