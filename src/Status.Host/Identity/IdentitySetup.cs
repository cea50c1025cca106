using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Status.Host.Hosting;
using Status.Host.Identity.ApiKeys;
using Status.Host.Identity.Audit;
using Status.Host.Identity.Guarding;
using Status.Host.Identity.Roles;
using Status.Host.Identity.Sessions;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>Who may do what: sign-in, tokens, and the rule that a route without a permission of its own is the administrator's alone.</summary>
internal static class IdentitySetup
{
    /// <summary>Registers sign-in and authorization.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddStatusOptions<SecurityOptions>(SecurityOptions.SectionName);
        services.AddSingleton<MasterKeyHolder>();
        services.AddSingleton<DataKeys>();
        services.AddStatusOptions<UserSessionOptions>(UserSessionOptions.SectionName);
        services.AddSingleton<UserStore>();
        services.AddSingleton<RoleStore>();
        services.AddSingleton<UserAdministration>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<ApiKeyCache>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<UserCache>();
        services.AddSingleton<IssuedCredentials>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>();
        // Not AddAuthentication: it would keep a key ring for cookies, in the clear, in the home folder.
        services.AddAuthenticationCore(options => options.DefaultScheme = CallerHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, CallerHandler>(CallerHandler.SchemeName, configureOptions: null);
        services.AddSingleton<IAuthorizationHandler, PermissionRequirement.Handler>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(Permission.Everything)).Build());
        return services;
    }

    /// <summary>Maps sign-in, sessions and the administration of people, below <c>/elsa/api/identity</c> and <c>/api/v1</c>.</summary>
    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        var api = routes.MapGroup("/api/v1");
        api.MapSessions();
        api.MapRoles();
        api.MapUsers();
        api.MapApiKeys();
        api.MapAudit();
    }

    /// <summary>Loads keys and makes the first account; before anything listens.</summary>
    /// <returns>What to tell the person who started the host; <c>null</c> when there is nothing new.</returns>
    public static async Task<string?> PrepareIdentityAsync(this IServiceProvider services, DataFolder folder, CancellationToken cancellationToken)
    {
        services.GetRequiredService<MasterKeyHolder>().Value =
            MasterKey.Load(services.GetRequiredService<IOptions<SecurityOptions>>().Value, folder);
        await services.GetRequiredService<AccessTokens>().LoadAsync(cancellationToken);
        await services.GetRequiredService<RoleStore>().EnsureBuiltInAsync(cancellationToken);
        return await FirstAdministrator.EnsureAsync(services.GetRequiredService<UserStore>(), folder, cancellationToken);
    }
}
