using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Status.Activities.Alerts.Routing;
using Status.Activities.Alerts.Storage;
using Status.Workflows.Feed;

namespace Status.Activities.Alerts;

/// <summary>Wires the slice.</summary>
public static class AlertsServices
{
    /// <summary>Adds the alert store, the configured receivers and the follower that turns answers of people into states.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddOptions<AlertsOptions>().BindConfiguration(AlertsOptions.SectionName).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<AlertsOptions>, AlertsOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AlertStore>();
        services.AddSingleton<Follower, AlertResponses>();
        return services;
    }
}
