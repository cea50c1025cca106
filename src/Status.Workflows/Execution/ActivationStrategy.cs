namespace Status.Workflows.Execution;

/// <summary>Whether a workflow may start while others run, in Elsa's names.</summary>
public enum ActivationStrategy
{
    /// <summary>Every start makes a run.</summary>
    Always,

    /// <summary>Only while no run of the definition goes on.</summary>
    Singleton,

    /// <summary>Only while no run of any definition with the same correlation id goes on; a start without one is allowed.</summary>
    Correlation,

    /// <summary>Only while no run of the definition with the same correlation id (or, without one, with none) goes on.</summary>
    CorrelatedSingleton,
}

/// <summary>A start that depends on what else runs: decided and made in one transaction.</summary>
/// <param name="Strategy">What is asked.</param>
/// <param name="DefinitionId">The definition that starts.</param>
/// <param name="CorrelationId">Correlation id of the start; <c>null</c> when none.</param>
public sealed record ActivationRule(ActivationStrategy Strategy, string DefinitionId, string? CorrelationId)
{
    /// <summary>Reads Elsa's type name of a strategy.</summary>
    /// <param name="typeName">With or without name space and assembly; <c>null</c> = always.</param>
    /// <returns>The strategy; <c>null</c> when there is none of this name.</returns>
    public static ActivationStrategy? Parse(string? typeName)
    {
        if (string.IsNullOrEmpty(typeName)) return ActivationStrategy.Always;
        var name = typeName.Split(',')[0].Trim();
        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "AllowAlwaysStrategy" => ActivationStrategy.Always,
            "SingletonStrategy" => ActivationStrategy.Singleton,
            "CorrelationStrategy" => ActivationStrategy.Correlation,
            "CorrelatedSingletonStrategy" => ActivationStrategy.CorrelatedSingleton,
            _ => null,
        };
    }

    /// <summary>Most runs of the definition that may go on at the same time; <c>null</c>: any number.</summary>
    public int? MostRunning { get; init; }

    /// <summary>What two starts must have in common to exclude each other; they are decided one after the other.</summary>
    public string Key => Strategy switch
    {
        ActivationStrategy.Singleton => $"definition/{DefinitionId}",
        ActivationStrategy.Correlation => $"correlation/{CorrelationId}",
        _ => $"definition/{DefinitionId}/{CorrelationId}",
    };

    /// <summary>Whether a run that goes on stands in the way.</summary>
    /// <param name="run">The run.</param>
    public bool IsBlockedBy(InstanceRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Status == InstanceStatus.Running && Strategy switch
        {
            ActivationStrategy.Singleton => run.DefinitionId == DefinitionId,
            ActivationStrategy.Correlation => CorrelationId is not null && run.CorrelationId == CorrelationId,
            ActivationStrategy.CorrelatedSingleton => run.DefinitionId == DefinitionId && run.CorrelationId == CorrelationId,
            _ => false,
        };
    }
}
