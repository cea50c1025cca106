namespace Status.Host.Identity.Sessions;

/// <summary>
/// The cookie that carries a session: not readable by scripts, not sent by foreign pages except when somebody follows a link. It lives as long as the session may at most;
/// whether the session still is one, the server decides.
/// </summary>
internal static class SessionCookie
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "status_session";

    /// <summary>The token in a request; <c>null</c> when there is none or it cannot be one.</summary>
    public static string? TokenOf(HttpRequest request) =>
        request.Cookies[Name] is { Length: SessionToken.Length } token ? token : null;

    /// <summary>Hands it to the browser.</summary>
    public static void Set(HttpContext http, string token, DateTimeOffset endsAt)
    {
        var options = Options(http);
        options.Expires = endsAt;
        http.Response.Cookies.Append(Name, token, options);
    }

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };
}
