using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Registry.Agreements;
using Status.Activities.Registry.Catalogs;
using Status.Activities.Registry.Computations;
using Status.Activities.Registry.Controls;
using Status.Activities.Registry.Platform;
using Status.Workflows.Execution;

namespace Status.Activities.Registry;

/// <summary>Puts the registry together on PostgreSQL. Needs an <see cref="NpgsqlDataSource"/> whose database holds the schema <c>registry</c>.</summary>
public static class RegistryServices
{
    /// <summary>Adds agreements, computations, the schedule of controls, and the model behind the CRUD routes.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.AddOptions<PlatformOptions>().BindConfiguration(PlatformOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlatformOptions>, PlatformOptionsValidator>();
        services.AddSingleton<IAgreementStore, PostgresAgreementStore>();
        services.AddSingleton<IAgreementCatalog>(provider => provider.GetRequiredService<IAgreementStore>());
        services.AddSingleton<IComputationStore, PostgresComputationStore>();
        services.AddSingleton<IComputationSummaries>(provider => provider.GetRequiredService<IComputationStore>());
        services.TryAddSingleton(provider => new IdGenerator(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ControlSchedule>();
        services.AddSingleton<PlatformSeed>();
        services.AddDbContext<RegistryDbContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        return services;
    }
}
