using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Status.Host.Hosting.Web.Limits;
using Status.Host.Identity;

namespace Status.Host.Hosting.Web;

/// <summary>What stands between the socket and the routes, whatever the route: proxies, headers, other origins, limits.</summary>
internal static class WebSetup
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddStatusOptions<ProxyOptions>(ProxyOptions.SectionName);
        services.AddStatusOptions<CorsOptions>(CorsOptions.SectionName);
        services.AddRequestLimits();
        services.AddCors();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxy) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.All;
            // As many hops as are known; the first unknown one is the caller.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var address in proxy.Value.Addresses) forwarded.KnownProxies.Add(address);
            foreach (var network in proxy.Value.Networks) forwarded.KnownIPNetworks.Add(network);
        });
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<CorsOptions>>((cors, configured) =>
            cors.AddDefaultPolicy(policy => policy.WithOrigins(configured.Value.All).AllowAnyMethod().SetPreflightMaxAge(TimeSpan.FromMinutes(10))
                .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfMatch, "Idempotency-Key", "X-Correlation-ID")
                .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, "x-elsa-workflow-instance-id")));
        return services;
    }

    /// <summary>What comes before everything: who really calls, at which path, and the headers of every answer.</summary>
    public static void UseFront(this WebApplication app)
    {
        // The lists decide, not the number of proxies: without an entry no header is believed. (An empty list would mean "believe everybody" to the middleware.)
        app.UseWhen(_ => Proxy(app).Known.Length > 0, branch => branch.UseForwardedHeaders());
        app.Use((http, next) =>
        {
            Rebase(http.Request, Proxy(app).PathBase);
            return next(http);
        });
        app.UseSocketTokens();
        app.UseSecurityHeaders();
    }

    /// <summary>Lets configured origins read answers; after routing, before anybody is asked who they are.</summary>
    public static void UseOtherOrigins(this WebApplication app) =>
        app.UseWhen(_ => app.Services.GetRequiredService<IOptions<CorsOptions>>().Value.Origins.Length > 0, branch => branch.UseCors());

    private static ProxyOptions Proxy(WebApplication app) => app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;

    // Read with the request: the options are checked after the pipeline is made.
    private static void Rebase(HttpRequest request, string pathBase)
    {
        if (pathBase.Length == 0 || !request.Path.StartsWithSegments(pathBase, StringComparison.OrdinalIgnoreCase, out var rest)) return;
        (request.PathBase, request.Path) = (request.PathBase + pathBase, rest.HasValue ? rest : "/");
    }
}
