using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.CSharp;

/// <summary>What C# code of a definition sees of its run: these members are in scope without a prefix.</summary>
public abstract class CSharpGlobals
{
    /// <summary>Cancelled when the time of the evaluation is over or the run is cancelled; loops should look at it.</summary>
    public CancellationToken Cancellation { get; internal set; }

    /// <summary>Id of the run.</summary>
    public abstract string WorkflowInstanceId { get; }

    /// <summary>Correlation id of the run; <c>null</c> when none was set.</summary>
    public abstract string? CorrelationId { get; }

    /// <summary>Result of the activity that completed last.</summary>
    public abstract object? LastResult { get; }

    /// <summary>A variable in scope, as a value of the closed set (see <see cref="DataJson"/>).</summary>
    /// <param name="name">Its name.</param>
    public abstract object? GetVariable(string name);

    /// <summary>Sets a variable in scope.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">A value of the closed set.</param>
    public abstract void SetVariable(string name, object? value);

    /// <summary>An input of the workflow.</summary>
    /// <param name="name">Its name.</param>
    public abstract object? GetInput(string name);

    /// <summary>An output of an activity that has run.</summary>
    /// <param name="activity">Id or name of the activity.</param>
    /// <param name="output">Name of the output.</param>
    public abstract object? GetOutputFrom(string activity, string output = "Result");

    /// <summary>Chooses the outcomes of RunCSharp.</summary>
    /// <param name="names">Names of outcomes.</param>
    public abstract void SetOutcomes(params string[] names);

    /// <summary>Chooses the outcome of RunCSharp.</summary>
    /// <param name="name">Name of the outcome.</param>
    public void SetOutcome(string name) => SetOutcomes(name);

    /// <summary>A variable converted to a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="name">Its name.</param>
    public T? Get<T>(string name) => ValueConverter.To<T>(GetVariable(name));
}
