using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Status.Host.Hosting;

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
        services.AddSingleton<UserStore>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<RefreshTokens>();
        services.AddSignInLimit();
        // Not AddAuthentication: it would keep a key ring for cookies, in the clear, in the home folder.
        services.AddAuthenticationCore(options => options.DefaultScheme = BearerHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);
        services.AddSingleton<IAuthorizationHandler, PermissionRequirement.Handler>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(Permission.Everything)).Build());
        return services;
    }

    /// <summary>Loads keys and makes the first account; before anything listens.</summary>
    /// <returns>What to tell the person who started the host; <c>null</c> when there is nothing new.</returns>
    public static async Task<string?> PrepareIdentityAsync(this IServiceProvider services, DataFolder folder, CancellationToken cancellationToken)
    {
        services.GetRequiredService<MasterKeyHolder>().Value =
            MasterKey.Load(services.GetRequiredService<IOptions<SecurityOptions>>().Value, folder);
        await services.GetRequiredService<AccessTokens>().LoadAsync(cancellationToken);
        return await FirstAdministrator.EnsureAsync(services.GetRequiredService<UserStore>(), folder, cancellationToken);
    }
}
