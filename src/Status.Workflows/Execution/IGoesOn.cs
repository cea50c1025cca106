namespace Status.Workflows.Execution;

/// <summary>
/// An activity that, executed again after a fault, goes on from what its properties hold instead of starting over: they, its waits and its branches are left as they are.
/// </summary>
internal interface IGoesOn;
