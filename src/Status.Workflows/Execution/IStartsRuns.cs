namespace Status.Workflows.Execution;

/// <summary>An activity that waits for several runs at once, and knows which: they are cancelled when it is.</summary>
internal interface IStartsRuns
{
    /// <summary>Ids of the runs that an execution waits for.</summary>
    IEnumerable<string> RunsUnderWay(NodeExecution execution);

    /// <summary>Why an execution can go on nowhere but where it is; <c>null</c> when it can.</summary>
    string? WhyItStays(NodeExecution execution);
}
