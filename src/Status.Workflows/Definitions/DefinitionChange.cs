using System.Diagnostics.CodeAnalysis;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>What became of a change.</summary>
public sealed record DefinitionChange
{
    /// <summary>The outcome.</summary>
    public required ChangeOutcome Outcome { get; init; }

    /// <summary>The version as it stands now; <c>null</c> when there is none or the change was refused.</summary>
    public StoredDefinition? Stored { get; init; }

    /// <summary>The newest version before the change; <c>null</c> when there was none.</summary>
    public StoredDefinition? Before { get; init; }

    /// <summary>Everything that is wrong, with paths; warnings beside a change that was made.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; init; } = [];

    /// <summary>The copy that was kept of a stale draft.</summary>
    public RefusedDraft? Kept { get; init; }

    /// <summary>Definitions that use the published one as an activity and were moved to it.</summary>
    public IReadOnlyList<string> UpdatedConsumers { get; init; } = [];

    /// <summary>Whether there is a version to show.</summary>
    [MemberNotNullWhen(true, nameof(Stored))]
    public bool IsAccepted => Stored is not null && Outcome is ChangeOutcome.Saved or ChangeOutcome.Published or ChangeOutcome.Unchanged or ChangeOutcome.Retracted;

    internal static DefinitionChange NotFound { get; } = new() { Outcome = ChangeOutcome.NotFound };

    internal static DefinitionChange Refused(IReadOnlyList<DefinitionProblem> problems, StoredDefinition? before = null) =>
        new() { Outcome = ChangeOutcome.Refused, Problems = problems, Before = before };
}
