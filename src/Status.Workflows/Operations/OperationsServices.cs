using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Status.Workflows.Operations;

/// <summary>Registers what looks at runs and manages them.</summary>
public static class OperationsServices
{
    /// <summary>Registers them; needs the engine and the stores.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddRunOperations(this IServiceCollection services)
    {
        services.TryAddSingleton<RunInspector>();
        services.TryAddSingleton<JournalReader>();
        services.TryAddSingleton<ExecutionHistory>();
        services.TryAddSingleton<RunCancellation>();
        services.TryAddSingleton<VariableChanges>();
        services.TryAddSingleton<TaskCompletion>();
        services.TryAddSingleton<Alterations>();
        services.TryAddSingleton<RunArchive>();
        return services;
    }
}
