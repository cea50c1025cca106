namespace Status.Workflows.Authoring;

/// <summary>An activity that ends the flowchart it stands in (Elsa's name).</summary>
public interface ITerminalNode;

/// <summary>An activity at which a flowchart prefers to start (Elsa's name).</summary>
public interface IStartNode;
