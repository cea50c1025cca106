using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Status.Host.Identity;

/// <summary>
/// A browser cannot give a socket an Authorization header, so hub clients with a token put it into the address as <c>access_token</c>. It is moved to the header and taken out of
/// the address before anything could write the address down. Elsewhere it means nothing, and is taken out too.
/// </summary>
internal static class SocketTokens
{
    private const string Name = "access_token";

    /// <summary>Adds it; before everything that logs or authenticates.</summary>
    public static void UseSocketTokens(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.QueryString.HasValue && http.Request.QueryString.Value!.Contains(Name, StringComparison.OrdinalIgnoreCase)) Move(http.Request);
        return next(http);
    });

    private static void Move(HttpRequest request)
    {
        // Workflows own their addresses, parameters included.
        if (request.Path.StartsWithSegments("/workflows", StringComparison.OrdinalIgnoreCase) || !request.Query.TryGetValue(Name, out var token)) return;
        var isHub = request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase) || request.Path.StartsWithSegments("/elsa/hubs", StringComparison.OrdinalIgnoreCase);
        if (isHub && token is [{ Length: > 0 } one] && !request.Headers.ContainsKey(HeaderNames.Authorization)) request.Headers.Authorization = $"Bearer {one}";
        var rest = request.Query.Where(pair => !pair.Key.Equals(Name, StringComparison.OrdinalIgnoreCase)).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)));
        request.QueryString = new QueryString(QueryHelpers.AddQueryString("", rest));
    }
}
