namespace Status.Workflows.Execution;

/// <summary>How flowcharts decide what runs next.</summary>
public enum FlowchartMode
{
    /// <summary>As the host says.</summary>
    Default,

    /// <summary>Tokens travel along connections; merge modes say how they are joined.</summary>
    TokenBased,

    /// <summary>Visits of connections are counted, as earlier versions of Elsa do; merge modes are ignored.</summary>
    CounterBased,
}
