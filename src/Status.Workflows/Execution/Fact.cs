using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>Something that happened, about to be committed with the burst that made it happen.</summary>
/// <param name="Type">Name in the past tense with the owning capability in front: <c>evidence.collected</c>.</param>
/// <param name="Body">What happened. Small (≤ 64 kB as JSON): large things are referred to.</param>
/// <param name="Key">Identifies the fact for whoever must recognise a repetition, usually the idempotency key of the activity.</param>
public sealed record FactDraft(string Type, DataObject Body, string Key)
{
    /// <summary>Correlation id that a waiting Event activity may match; <c>null</c> matches every one.</summary>
    public string? CorrelationId { get; init; }
}

/// <summary>A committed fact at its place on the feed.</summary>
public sealed record Fact
{
    /// <summary>Place on the feed: gap-free, in commit order, from 1.</summary>
    public required long Position { get; init; }

    /// <inheritdoc cref="FactDraft.Type"/>
    public required string Type { get; init; }

    /// <inheritdoc cref="FactDraft.Body"/>
    public required DataObject Body { get; init; }

    /// <inheritdoc cref="FactDraft.Key"/>
    public required string Key { get; init; }

    /// <inheritdoc cref="FactDraft.CorrelationId"/>
    public string? CorrelationId { get; init; }

    /// <summary>Position of the fact that started the run that made this one; 0 when a person, a timer or a request started it.</summary>
    public long Cause { get; init; }

    /// <summary>How many facts lie between a person, timer or request and this one; beyond <see cref="MaxDepth"/> the event follower parks it.</summary>
    public int Depth { get; init; }

    /// <summary>The instance that made it; <c>null</c> when a follower or the host did.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The depth beyond which a fact starts nothing any more, so that a failing alert route cannot alert about itself for ever.</summary>
    public const int MaxDepth = 16;
}
