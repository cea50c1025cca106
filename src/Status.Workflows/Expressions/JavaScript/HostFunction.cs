namespace Status.Workflows.Expressions.JavaScript;

/// <summary>
/// A function that the host offers to scripts. It gets and returns values of the closed set (see <see cref="Status.Workflows.Model.Data.DataJson"/>).
/// A <see cref="ScriptFaultException"/> it throws becomes an <c>Error</c> that the script can catch; anything else passes through to the caller of the evaluation.
/// </summary>
/// <param name="call">Arguments and surroundings; valid during the call only.</param>
public delegate object? HostFunction(ScriptCall call);
