using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Status.Activities.Alerts.Routing;
using Status.Activities.Alerts.Storage;
using Status.Workflows.Feed;
using Status.Workflows.Feed.Outbox;

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
        // Work for the follower alone, not news for workflows.
        services.AddSingleton(new InternalFact(AlertFacts.AcknowledgementRequested));
        services.AddSingleton(provider => new DeliveryReceivers(name => Route(provider.GetRequiredService<IOptionsMonitor<AlertsOptions>>().CurrentValue, name)));
        return services;
    }

    /// <summary>Where a receiver is reached; looked up at every attempt, so that a changed secret is used at once.</summary>
    internal static DeliveryRoute? Route(AlertsOptions options, string name) =>
        options.Receivers.TryGetValue(name, out var receiver) && receiver is { Enabled: true, Url: { } url } ? new DeliveryRoute(url, receiver.Secret, [.. receiver.Headers]) : null;
}
