using Microsoft.AspNetCore.Routing;

namespace Status.Host.Tests.Api;

/// <summary>The routes as the host composes them; nothing is started and no database is needed.</summary>
internal static class HostRoutes
{
    public static List<RouteEndpoint> All() =>
        [.. ((IEndpointRouteBuilder)Program.Compose([])).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>The address with its parameters.</summary>
    public static string Pattern(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');

    /// <summary>What may change something: method and address of every route that takes more than reads; <c>*</c> for one that takes every method.</summary>
    public static IEnumerable<string> Unsafe() => All().SelectMany(route =>
        (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).Where(method => method is not ("GET" or "HEAD" or "OPTIONS")).Select(method => $"{method} {Pattern(route)}")).Distinct(StringComparer.Ordinal);
}
