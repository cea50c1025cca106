using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Status.Host.Identity;
using Status.Host.Identity.Roles;

namespace Status.Host.Tests.Api;

/// <summary>Deny by default: a route asks for a permission, or it stands on the short public list.</summary>
public sealed class RouteRightsTests
{
    /// <summary>Whoever adds a line here opens an address to everybody.</summary>
    private static readonly string[] _public =
    [
        "/", "/app/{**path}", "/metrics", "/health", "/health/live", "/health/ready", "/elsa/api/identity/login", "/elsa/api/identity/refresh-token", "POST /api/v1/session", "/hooks/{name}", "/ledger/",
        // /metrics asks for a permission itself unless it is configured to be public. The endpoint's own setting decides, once the workflow is known.
        "/workflows/{**path}",
        // Their signed token is what lets somebody in.
        "/elsa/api/events/trigger", "/elsa/api/bookmarks/resume",
    ];

    /// <summary>Nobody named a permission: the administrator's alone.</summary>
    private static readonly string[] _administrator = ["/openapi/{documentName}.json"];

    /// <summary>Questions that the designer asks with a body: they change nothing.</summary>
    internal static readonly string[] Questions =
    [
        "/elsa/api/descriptors/activities/{typeName}/options/{propertyName}", "/elsa/api/scripting/javascript/type-definitions/{definitionId}",
        "/elsa/api/workflow-instances", "/elsa/api/workflow-instances/{id}/journal", "/elsa/api/activity-executions/report",
        "/elsa/api/workflow-definitions/{definitionId}/export", "/elsa/api/bulk-actions/export/workflow-definitions", "/elsa/api/bulk-actions/export/workflow-instances",
        "/elsa/api/alterations/dry-run", "/api/v1/alterations/dry-run",
        "/elsa/hubs/workflow-instance/negotiate", "/elsa/hubs/workflow-instance",
    ];

    /// <summary>Everybody who is signed in, about their own account; each topic of the live hub asks for its own permission.</summary>
    private static readonly string[] _own = ["/api/v1/session", "/api/v1/sessions", "/api/v1/session/password", "/hubs/live", "/hubs/live/negotiate"];

    private static readonly IReadOnlyList<RouteEndpoint> _routes = HostRoutes.All();

    [Fact]
    public void Route_OfTheHost_AsksForAPermissionOrIsPublic()
    {
        var open = _routes.Where(route => !IsPublic(route) && !_administrator.Contains(HostRoutes.Pattern(route)) && !_own.Contains(HostRoutes.Pattern(route)) && Permissions(route).Count == 0);
        Assert.Empty(open.Select(HostRoutes.Pattern));
        Assert.True(_routes.Count > 50, $"Only {_routes.Count} routes were found.");
    }

    [Fact]
    public void Route_ThatLetsEverybodyIn_IsOnThePublicList()
    {
        var anonymous = _routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null).ToList();
        Assert.Empty(anonymous.Where(route => !IsPublic(route)).Select(HostRoutes.Pattern));
        // Reads alone are public below /ledger.
        Assert.All(
            anonymous.Where(route => HostRoutes.Pattern(route).StartsWith("/ledger/", StringComparison.Ordinal)),
            route => Assert.Equal(["GET"], route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods));
    }

    [Fact]
    public void Route_ThatChangesSomething_AsksForMoreThanReading()
    {
        var soft = _routes.Where(route => !IsPublic(route) && !Questions.Contains(HostRoutes.Pattern(route)) && !_own.Contains(HostRoutes.Pattern(route))
            && route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD")) == true
            && Permissions(route).All(permission => permission.StartsWith("read:", StringComparison.Ordinal)));
        Assert.Empty(soft.Select(HostRoutes.Pattern));
    }

    /// <summary>A role that names what no route asks for promises nothing; one that lacks what a designer's page asks for breaks it.</summary>
    [Fact]
    public void Role_BuiltIn_NamesPermissionsThatRoutesAskFor()
    {
        // Asked for in code, once the workflow or the topic is known.
        string[] elsewhere = ["exec:workflows", "read:ledger"];
        var asked = _routes.SelectMany(Permissions).Concat(elsewhere).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(BuiltInRoles.All.SelectMany(role => role.Permissions).Where(permission => !permission.EndsWith('*') && !asked.Contains(permission)).Distinct());

        var designer = BuiltInRoles.All.Single(role => role.Name == BuiltInRoles.Designer).Permissions;
        // All of the designer's pages, and whatever the console reads but for who did what and who has an account.
        var closed = _routes.Where(route => HostRoutes.Pattern(route).StartsWith("/elsa/", StringComparison.Ordinal)).SelectMany(Permissions)
            .Concat(asked.Where(permission => permission.StartsWith("read:", StringComparison.Ordinal) && permission is not ("read:audit" or "read:users")))
            .Where(permission => !designer.Any(held => Permission.Includes(held, permission)));
        Assert.Empty(closed.Distinct());
        foreach (var role in BuiltInRoles.All.Where(role => role.Name != BuiltInRoles.Administrator))
            Assert.DoesNotContain(role.Permissions, held => Permission.Includes(held, "publish:anonymous-endpoint") || Permission.Includes(held, "administer:users"));
    }

    private static bool IsPublic(RouteEndpoint route) =>
        _public.Any(entry => entry == HostRoutes.Pattern(route) || entry == $"{route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0]} {HostRoutes.Pattern(route)}" || (entry == "/ledger/" && HostRoutes.Pattern(route).StartsWith(entry, StringComparison.Ordinal)));

    private static List<string> Permissions(RouteEndpoint route) =>
        [.. route.Metadata.GetOrderedMetadata<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).OfType<PermissionRequirement>().Select(r => r.Permission)];
}
