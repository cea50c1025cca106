using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Contracts.Tests.Crashes;

/// <summary>What happens to the shipped workflows from outside, at which time. Each thing that happens carries an id of its own, so that telling it again to the next process is harmless.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Steps">What happens, in order.</param>
internal sealed record ShippedScenario(string Name, params IReadOnlyList<ShippedStep> Steps)
{
    /// <summary>Whether the schedules of the definitions tick.</summary>
    public bool Schedules { get; init; }

    /// <summary>How long everything is watched.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Plays it in one life after the other until one comes to the end; the first dies at the given transaction.</summary>
    /// <returns>Number of transactions of the first life, and whether it died.</returns>
    public async Task<(int Transactions, bool HasCrashed)> PlayAsync(ShippedWorld world, CrashPoint point)
    {
        var began = world.Time.GetUtcNow();
        var first = point;
        while (true)
        {
            await using var life = new ShippedLife(world, point);
            try
            {
                await life.BeginAsync(Schedules);
                foreach (var step in Steps)
                {
                    // What happened in an earlier life happened before its death; the clock is past it.
                    if (step.At > TimeSpan.Zero) await life.LiveUntilAsync(began + step.At);
                    await step.HappenAsync(world, life);
                }

                await life.LiveUntilAsync(began + Within);
                return (first.Transactions, first.HasCrashed);
            }
            catch (CrashException)
            {
                point = new CrashPoint(int.MaxValue, after: false);
            }
        }
    }
}

/// <summary>Something that happens.</summary>
/// <param name="At">How long after the beginning.</param>
/// <param name="Id">Identifies it.</param>
internal abstract record ShippedStep(TimeSpan At, string Id)
{
    private string Mark => $"happened/{Id}";

    /// <summary>Makes it happen unless it has.</summary>
    public async Task HappenAsync(ShippedWorld world, ShippedLife life)
    {
        if (!world.Happened.Add(Mark)) return;
        await DoAsync(world, life);
    }

    protected abstract Task DoAsync(ShippedWorld world, ShippedLife life);
}

/// <summary>Series are measured.</summary>
internal sealed record Measured(TimeSpan At, double Cpu) : ShippedStep(At, $"measured-{At}")
{
    protected override Task DoAsync(ShippedWorld world, ShippedLife life) => world.SampleAsync(Cpu);
}

/// <summary>A trigger starts a workflow.</summary>
internal sealed record Started(TimeSpan At, string Id, string Definition, string? Trigger, DataObject Payload) : ShippedStep(At, Id)
{
    protected override Task DoAsync(ShippedWorld world, ShippedLife life) => life.Inbox.EnqueueAsync(
        [new InboxItem { Id = Id, Kind = InboxItemKind.Start, InstanceId = $"run-{Id}", DefinitionId = Definition, TriggerActivityId = Trigger, Payload = Payload }], default).AsTask();
}

/// <summary>A fact appears on the feed.</summary>
internal sealed record Announced(TimeSpan At, string Id, Func<ShippedWorld, FactDraft> Fact) : ShippedStep(At, Id)
{
    protected override Task DoAsync(ShippedWorld world, ShippedLife life) => life.Feed.AppendAsync([Fact(world)], default).AsTask();
}
