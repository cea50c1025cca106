using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Status.Activities.Webhooks;

/// <summary>Wires the slice.</summary>
public static class WebhooksServices
{
    /// <summary>Adds the configured senders and the intake.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhooksOptions>().BindConfiguration(WebhooksOptions.SectionName).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<WebhooksOptions>, WebhooksOptionsValidator>();
        services.TryAddSingleton<WebhookIntake>();
        return services;
    }
}
