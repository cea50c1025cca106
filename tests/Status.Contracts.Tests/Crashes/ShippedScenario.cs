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

    /// <summary>Plays it in one life after the other until one comes to the end.</summary>
    /// <param name="world">What survives.</param>
    /// <param name="deaths">When the first of them die; all others live.</param>
    public async Task PlayAsync(ShippedWorld world, params IReadOnlyList<CrashPoint> deaths)
    {
        var began = world.Time.GetUtcNow();
        for (var number = 0; ; number++)
        {
            await using var life = new ShippedLife(world, number < deaths.Count ? deaths[number] : CrashPoint.Never());
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
                await life.EndAsync();
                return;
            }
            catch (CrashException)
            {
                // The next one takes over.
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
internal sealed record Announced(TimeSpan At, string Id, Func<IReadOnlyList<ShippedFact>, FactDraft> Fact) : ShippedStep(At, Id)
{
    protected override async Task DoAsync(ShippedWorld world, ShippedLife life) => await life.Feed.AppendAsync([Fact(await world.Stores.ReadFactsAsync())], default);
}
