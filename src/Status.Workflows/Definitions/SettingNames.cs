using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>
/// Names of settings that nobody here has, a strategy of another server for example. Left alone they would quietly mean the default. A rule about which runs may start together stops the publish;
/// of the others it is said what is done instead.
/// </summary>
internal static class SettingNames
{
    private const string ExecutionMode = "Flowchart:ExecutionMode";

    private static readonly string[] _drivers = ["WorkflowInstanceStorageDriver", "WorkflowStorageDriver", "MemoryStorageDriver"];

    public static void Check(WorkflowDefinition definition, ProblemList problems)
    {
        if (ActivationRule.Parse(definition.Options.ActivationStrategyType) is null)
            problems.Error("$.options.activationStrategyType", $"There is no activation strategy '{definition.Options.ActivationStrategyType}': AllowAlwaysStrategy, SingletonStrategy, CorrelationStrategy or CorrelatedSingletonStrategy.");
        if (definition.Options.IncidentStrategyType is { Length: > 0 } incidents && LastName(incidents) is not ("FaultStrategy" or "ContinueWithIncidentsStrategy"))
            problems.Warn("$.options.incidentStrategyType", $"There is no incident strategy '{incidents}': FaultStrategy or ContinueWithIncidentsStrategy. A fault ends the run.");
        if (definition.CustomProperties.Member(ExecutionMode) is { ValueKind: JsonValueKind.String } mode && !Enum.TryParse<FlowchartMode>(mode.GetString(), ignoreCase: true, out _))
            problems.Warn($"$.customProperties.{ExecutionMode}", $"'{mode}' is no way to run flowcharts: TokenBased or CounterBased. The host's is used.");
        foreach (var variable in definition.Variables) CheckDriver(variable, "$.variables", problems);
        CheckVariables(definition.Root, problems);
    }

    private static void CheckVariables(ActivityDefinition activity, ProblemList problems)
    {
        foreach (var variable in activity.Variables) CheckDriver(variable, $"{activity.Path}.variables", problems);
        foreach (var child in activity.Children) CheckVariables(child.Activity, problems);
    }

    private static void CheckDriver(VariableDefinition variable, string path, ProblemList problems)
    {
        if (variable.StorageDriverTypeName is { Length: > 0 } driver && !_drivers.Contains(LastName(driver)))
            problems.Warn(path, $"There is no storage driver '{driver}'; the variable '{variable.Name}' is kept with the run.");
    }

    /// <summary>The last part of a type name, without name space and assembly.</summary>
    private static string LastName(string typeName)
    {
        var name = typeName.Split(',')[0].Trim();
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
