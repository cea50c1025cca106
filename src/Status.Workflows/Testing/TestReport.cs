using Status.Workflows.Model;

namespace Status.Workflows.Testing;

/// <summary>What came of the test cases of one definition.</summary>
public sealed record TestReport
{
    /// <summary>Logical id of the definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Its name.</summary>
    public required string DefinitionName { get; init; }

    /// <summary>What is wrong with the definition or its cases; such cases were not run.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; init; } = [];

    /// <summary>The cases that were run, in their order.</summary>
    public IReadOnlyList<TestCaseResult> Cases { get; init; } = [];

    /// <summary>What all cases together have executed.</summary>
    public TestCoverage Coverage { get; init; } = new();

    /// <summary>Whether every case passed and nothing was wrong with any.</summary>
    public bool Passed => Cases.All(c => c.Passed) && Problems.All(p => p.Severity != ProblemSeverity.Error);
}

/// <summary>What came of one case.</summary>
public sealed record TestCaseResult
{
    /// <summary>Name of the case.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands in the definition.</summary>
    public required string Path { get; init; }

    /// <summary>Every expectation that was not met.</summary>
    public IReadOnlyList<TestDifference> Differences { get; init; } = [];

    /// <summary>How long it took, in real time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Fine status of the run at the end.</summary>
    public required string Status { get; init; }

    /// <summary>The activities in the order of their execution, as <c>id: outcomes</c>; a look into what happened.</summary>
    public IReadOnlyList<string> Trace { get; init; } = [];

    /// <summary>Whether every expectation was met.</summary>
    public bool Passed => Differences.Count == 0;
}

/// <summary>Activities and connections that the cases have executed.</summary>
public sealed record TestCoverage
{
    /// <summary>Ids of executed activities.</summary>
    public IReadOnlyList<string> Activities { get; init; } = [];

    /// <summary>Ids of activities that no case executes.</summary>
    public IReadOnlyList<string> MissedActivities { get; init; } = [];

    /// <summary>Connections that were followed, as <c>source:port → target</c>.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>Connections that no case follows.</summary>
    public IReadOnlyList<string> MissedConnections { get; init; } = [];
}
