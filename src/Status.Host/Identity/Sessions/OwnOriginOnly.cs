using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Status.Host.Identity.Sessions;

/// <summary>
/// Refuses what a foreign page makes a browser send: a request that changes something, or opens a socket, counts under a session cookie only when it comes from a page of this
/// very origin. Callers with a header of their own are not concerned: a foreign page cannot set it.
/// </summary>
internal static class OwnOriginOnly
{
    /// <summary>Adds the check; after authentication.</summary>
    public static void UseOwnOriginOnly(this IApplicationBuilder app) => app.Use((http, next) => IsForeign(http) ? RefuseAsync(http) : next(http));

    /// <summary>Whether the request must be refused.</summary>
    public static bool IsForeign(HttpContext http)
    {
        var request = http.Request;
        if (!Changes(request)) return false;
        if (http.User.HasSession()) return !IsOwn(request, whenSilent: false);
        // Nobody is signed in to a stranger's account by a foreign page either. A program without a browser says nothing about origins.
        return request.Path.Equals("/api/v1/session", StringComparison.OrdinalIgnoreCase) && !IsOwn(request, whenSilent: true);
    }

    private static bool Changes(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.HttpContext.WebSockets.IsWebSocketRequest
        || request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(HttpRequest request, bool whenSilent)
    {
        var origin = request.Headers[HeaderNames.Origin];
        if (origin.Count == 0)
            return request.Headers["Sec-Fetch-Site"].ToString() is var site && (site == "same-origin" || (site.Length == 0 && whenSilent));
        return origin.Count == 1 && string.Equals(origin[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = new ProblemDetails
            {
                Type = Hosting.Problems.TypePrefix + "foreign-origin",
                Status = StatusCodes.Status403Forbidden,
                Detail = "A session counts only for requests from a page of this address (header Origin). Behind a proxy, pass the scheme and host on and name the proxy in "
                    + "Status:Proxy:KnownProxies; a program sends an API key or a token instead of the cookie.",
            },
        }).AsTask();
    }
}
