using System.Collections.Frozen;

namespace Status.Host.Elsa.Features;

/// <summary>What the designer may use, in Elsa's names. A feature stands here once everything it makes the designer show works.</summary>
internal static class InstalledFeatures
{
    /// <summary>Version of the Elsa interface that is spoken here.</summary>
    public const string InterfaceVersion = "3.8.2";

    /// <summary>All of them, in the order of the list.</summary>
    public static IReadOnlyList<InstalledFeature> All { get; } =
    [
        Feature("Expressions", "Literal, object, variable and input expressions."),
        Feature("Workflows", "Workflows and their activities."),
        Feature("Flowchart", "Flowcharts, run by tokens."),
        Feature("WorkflowDefinitions", "Drafts and published versions."),
        Feature("WorkflowInstances", "Runs and their journals."),
        Feature("WorkflowManagement", "Managing definitions and runs."),
        Feature("WorkflowRuntime", "Running workflows."),
        Feature("WorkflowsApi", "The interface of the designer."),
        Feature("Identity", "Sign-in and permissions."),
        Feature("Scheduling", "Timers and cron."),
        Feature("JavaScript", "JavaScript expressions and scripts."),
        Feature("RealTimeWorkflowUpdates", "Live updates while a workflow runs."),
        Feature("Alterations", "Changes of runs: retry, cancel, variables, other versions."),
        new("Alterations", "Elsa.Alterations.ShellFeatures", "Elsa.Alterations.ShellFeatures.Alterations", "Alterations", "Changes of runs: retry, cancel, variables, other versions."),
        Feature("Http", "HTTP endpoints, answers and requests."),
        Feature("Resilience", "Retry strategies of activities."),
    ];

    /// <summary>A feature by its full name, exactly.</summary>
    public static IReadOnlyDictionary<string, InstalledFeature> ByFullName { get; } = All.ToFrozenDictionary(f => f.FullName, StringComparer.Ordinal);

    private static InstalledFeature Feature(string name, string description) => new(name, "Elsa", $"Elsa.{name}", name, description);
}

/// <summary>A feature as the designer reads it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Namespace">Name space.</param>
/// <param name="FullName">Both, with a dot between.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Description">What it gives.</param>
internal sealed record InstalledFeature(string Name, string Namespace, string FullName, string DisplayName, string Description);
