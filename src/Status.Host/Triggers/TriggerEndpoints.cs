using Status.Host.Hosting;
using Status.Host.Triggers.Admission;

namespace Status.Host.Triggers;

/// <summary>What starts workflows from outside.</summary>
internal static class TriggerEndpoints
{
    /// <summary>Registers HTTP triggers.</summary>
    public static IServiceCollection AddHttpTriggers(this IServiceCollection services)
    {
        services.AddStatusOptions<HttpTriggerOptions>(HttpTriggerOptions.SectionName);
        services.AddWorkAdmission();
        services.AddSingleton<HttpRoutes>();
        services.AddHostedService(provider => provider.GetRequiredService<HttpRoutes>());
        services.AddSingleton<HttpWorkflows>();
        return services;
    }

    /// <summary>
    /// Maps <c>/workflows/**</c>. The route itself lets everybody in: whether a caller must be signed in is the endpoint's own setting, checked by
    /// <see cref="HttpWorkflows"/> once the workflow is known.
    /// </summary>
    public static void MapHttpTriggers(this IEndpointRouteBuilder routes)
    {
        // Resolved with the first request: the database is opened after the routes are mapped.
        routes.Map("/workflows/{**path}", (RequestDelegate)(context => context.RequestServices.GetRequiredService<HttpWorkflows>().InvokeAsync(context)))
            .AllowAnonymous().ExcludeFromDescription();
    }
}
