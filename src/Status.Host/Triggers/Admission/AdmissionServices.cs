using Microsoft.Extensions.DependencyInjection.Extensions;
using Status.Host.Hosting;
using Status.Workflows.Resilience;

namespace Status.Host.Triggers.Admission;

/// <summary>Registers admission, which every kind of trigger asks.</summary>
internal static class AdmissionServices
{
    /// <summary>Adds <see cref="WorkAdmission"/>.</summary>
    public static void AddWorkAdmission(this IServiceCollection services)
    {
        services.AddStatusOptions<AdmissionOptions>(AdmissionOptions.SectionName);
        services.TryAddSingleton<RuntimeGate>();
        services.AddSingleton<WorkAdmission>();
    }
}
