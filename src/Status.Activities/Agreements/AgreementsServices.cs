using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Evaluation;
using Status.Activities.Agreements.Points;

namespace Status.Activities.Agreements;

/// <summary>Puts the evaluator together. Needs the ports <c>IAgreementCatalog</c>, <c>IMetricWindows</c> and <c>IComputationSummaries</c>.</summary>
public static class AgreementsServices
{
    /// <summary>Adds reader, evaluator and the store of points on PostgreSQL.</summary>
    public static IServiceCollection AddAgreements(this IServiceCollection services) =>
        services.AddAgreementEvaluation().AddSingleton<IPointStore, PostgresPointStore>();

    /// <summary>Adds reader and evaluator; the store of points comes from elsewhere.</summary>
    public static IServiceCollection AddAgreementEvaluation(this IServiceCollection services)
    {
        services.AddOptions<AgreementOptions>().BindConfiguration(AgreementOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AgreementOptions>, AgreementOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AgreementOptions>>().Value);
        services.AddSingleton<AgreementReader>();
        services.AddSingleton<AgreementEvaluator>();
        return services;
    }
}
