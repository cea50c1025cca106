using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Status.Workflows.Execution;
using Status.Workflows.Feed.Outbox;
using Status.Workflows.Http;
using Status.Workflows.Operations;
using Status.Workflows.Resilience;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Feed;

/// <summary>Registers what runs beside the workers: the host's lease, timers, followers, the event follower, the outbox and retention.</summary>
public static class FeedServices
{
    /// <summary>
    /// Adds the background services. Needs the stores (<c>AddPostgresWorkflowStores</c> or <c>AddInMemoryWorkflowStores</c>); followers are registered by their slices as
    /// <see cref="Follower"/>. Registered before the workers, so that the lease is given back after they have stopped.
    /// </summary>
    public static IServiceCollection AddWorkflowFeed(this IServiceCollection services)
    {
        services.AddOptions<HostLeaseOptions>().BindConfiguration(HostLeaseOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TimerOptions>().BindConfiguration(TimerOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FeedOptions>().BindConfiguration(FeedOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<FollowerHealth>();
        services.TryAddSingleton<WorkflowStoreHealth>();
        services.TryAddSingleton<RuntimeGate>();
        services.AddHostedService<RuntimeGateService>();
        services.AddHostedService<HostLeaseService>();
        services.AddHostedService<TimerService>();
        services.TryAddSingleton<MovingRuns>();
        services.AddSingleton<Follower, EventFollower>();
        AddOutbox(services);
        services.AddHostedService<FollowerService>();
        services.AddOptions<RunRetentionOptions>().BindConfiguration(RunRetentionOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<RunRetention>();
        services.AddHostedService<RetentionService>();
        services.AddHostedService<EngineGauges>();
        return services;
    }

    private static void AddOutbox(IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>().BindConfiguration(DeliveryOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(_ => new Random());
        services.AddSingleton(s => new DeliveryRetry(s.GetRequiredService<IOptions<DeliveryOptions>>().Value, s.GetRequiredService<Random>()));
        services.AddSingleton(new InternalFact(DeliveryFollower.RequestedType));
        services.AddSingleton<Follower, DeliveryFollower>();
        services.AddHttpClient(DeliverySender.ReceiverClient).RemoveAllLoggers();
        services.AddGuardedHttpClient(DeliverySender.AddressClient);
        services.AddHostedService<DeliverySender>();
    }
}
