using Status.Workflows.Execution;

namespace Status.Host.Elsa.Descriptors;

/// <summary>
/// The short lists that the designer shows in its drop-downs. A list holds what the engine follows and nothing else: a choice without effect would be a promise.
/// </summary>
internal static class LookupLists
{
    /// <summary>Expression languages. <c>Json</c> is Elsa's old name of <c>Object</c>.</summary>
    public static object[] Expressions(LanguageSettings languages) =>
    [
        Expression("Literal", isBrowsable: false),
        Expression("Object", isBrowsable: false, "json"),
        Expression("Json", isBrowsable: false, "json"),
        Expression("Variable", isBrowsable: true),
        Expression("Input", isBrowsable: true),
        Expression("JavaScript", isBrowsable: true, "javascript"),
        Expression(LanguageSettings.HandlebarsName, isBrowsable: true, "handlebars"),
        .. languages.CSharp ? [Expression(LanguageSettings.CSharpName, isBrowsable: true, "csharp", "C#")] : (object[])[],
    ];

    /// <summary>Types of variables, inputs and outputs.</summary>
    public static VariableTypeAnswer[] VariableTypes { get; } =
    [
        new("Object", "Object", "Primitives", "Any value."),
        new("String", "String", "Primitives", "Text."),
        new("Boolean", "Boolean", "Primitives", "True or false."),
        new("Int32", "Int32", "Primitives", "A whole number of 32 bits."),
        new("Int64", "Int64", "Primitives", "A whole number of 64 bits."),
        new("Single", "Single", "Primitives", "A floating-point number of 32 bits."),
        new("Double", "Double", "Primitives", "A floating-point number of 64 bits."),
        new("Decimal", "Decimal", "Primitives", "A decimal number, exact in its digits."),
        new("Guid", "Guid", "Primitives", "A globally unique id."),
        new("DateTime", "DateTime", "Primitives", "A date with time of day."),
        new("DateTimeOffset", "DateTimeOffset", "Primitives", "A date with time of day and offset from UTC."),
        new("TimeSpan", "TimeSpan", "Primitives", "A duration, as [d.]hh:mm:ss."),
        new("StringDictionary", "StringDictionary", "Lookups", "Texts by name."),
        new("ObjectDictionary", "ObjectDictionary", "Lookups", "Values by name."),
        new("JSON", "JSON", "Dynamic", "Any JSON value."),
        new("JsonElement", "JsonElement", "Dynamic", "Any JSON value."),
        new("JsonNode", "JsonNode", "Dynamic", "Any JSON value."),
        new("JsonObject", "JsonObject", "Dynamic", "A JSON object."),
        new("ByteArray", "Byte[]", "Data", "Bytes."),
    ];

    /// <summary>Where variables are kept: with the run, or nowhere longer than a burst.</summary>
    public static object[] StorageDrivers { get; } =
    [
        new { typeName = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", displayName = "Workflow Instance", priority = 5, deprecated = false },
        new { typeName = "Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", displayName = "Memory", priority = 0, deprecated = false },
        new { typeName = "Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", displayName = "Workflow", priority = -1, deprecated = true },
    ];

    /// <summary>What a fault does.</summary>
    public static StrategyAnswer[] IncidentStrategies { get; } =
    [
        new("ContinueWithIncidentsStrategy", "Continue with incidents", "A faulted activity is noted as an incident; the other branches of the workflow go on."),
        new("FaultStrategy", "Fault", "A faulted activity ends the workflow as faulted."),
    ];

    /// <summary>Whether a start is allowed.</summary>
    public static StrategyAnswer[] ActivationStrategies { get; } =
    [
        new("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", "Always", "Every start makes a new run."),
        new("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", "Correlated singleton", "A start makes a run only while no run of the same workflow with the same correlation id goes on."),
        new("Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime", "Correlation", "A start makes a run only while no run of any workflow with the same correlation id goes on."),
        new("Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime", "Singleton", "A start makes a run only while no run of the same workflow goes on."),
    ];

    /// <summary>When runs are committed besides their waits and their end.</summary>
    public static CommitStrategyAnswer[] WorkflowCommitStrategies { get; } =
    [
        new("WorkflowExecuting", "Commit Before Workflow Execution", "The run is committed before its first activity."),
        new("WorkflowExecuted", "Commit After Workflow Execution", "The run is committed when it waits or has ended, as it always is."),
        new("ActivityExecuting", "Commit Before Activity Execution", "The run is committed before each activity."),
        new("ActivityExecuted", "Commit After Activity Execution", "The run is committed after each activity."),
        new("Periodic", "Every 10 seconds", "The run is committed after an activity when the last commit is ten seconds ago."),
    ];

    /// <summary>When runs are committed around one activity.</summary>
    public static CommitStrategyAnswer[] ActivityCommitStrategies { get; } =
    [
        new("CommitAlways", "Commit Before And After", "The run is committed before and after the activity."),
        new("CommitNever", "Commit Later", "The run is not committed around the activity, whatever the workflow says."),
        new("Executing", "Commit Before", "The run is committed before the activity."),
        new("Executed", "Commit After", "The run is committed after the activity."),
    ];

    /// <summary>What the journal keeps: everything, except inputs that their activity marks as sensitive, and what a definition excludes.</summary>
    public static StrategyAnswer[] LogPersistenceStrategies { get; } =
    [
        // The designer shows the first one where a definition says nothing: that must be what happens then.
        new("Elsa.Workflows.LogPersistence.Strategies.Include, Elsa.Workflows.Core", "Include", "Keep the values in the journal, except those that are marked as sensitive."),
        new("Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core", "Exclude", "Keep the values out of the journal."),
        new("Elsa.Workflows.LogPersistence.Strategies.Inherit, Elsa.Workflows.Core", "Inherit", "As the level above says; in the end: include."),
    ];

    private static object Expression(string type, bool isBrowsable, string? language = null, string? displayName = null) => new
    {
        type,
        displayName = displayName ?? type,
        isSerializable = true,
        isBrowsable,
        properties = language is null ? [] : new Dictionary<string, string> { ["MonacoLanguage"] = language },
    };

    /// <summary>A type of variables.</summary>
    /// <param name="TypeName">Alias.</param>
    /// <param name="DisplayName">Name shown to people.</param>
    /// <param name="Category">Group.</param>
    /// <param name="Description">What it holds.</param>
    internal sealed record VariableTypeAnswer(string TypeName, string DisplayName, string Category, string Description);

    /// <summary>A commit strategy.</summary>
    /// <param name="Name">What the definition stores.</param>
    /// <param name="DisplayName">Name shown to people.</param>
    /// <param name="Description">What it does.</param>
    internal sealed record CommitStrategyAnswer(string Name, string DisplayName, string Description);

    /// <summary>A strategy that a workflow can choose.</summary>
    /// <param name="TypeName">What the definition stores.</param>
    /// <param name="DisplayName">Name shown to people.</param>
    /// <param name="Description">What it does.</param>
    internal sealed record StrategyAnswer(string TypeName, string DisplayName, string Description);
}
