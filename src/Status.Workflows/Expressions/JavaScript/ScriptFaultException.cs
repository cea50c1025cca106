namespace Status.Workflows.Expressions.JavaScript;

/// <summary>Thrown by a <see cref="HostFunction"/> or <see cref="HostObject"/> to give the script an <c>Error</c> with this message.</summary>
public sealed class ScriptFaultException(string message) : Exception(message);
