using System.Globalization;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Feed;

/// <summary>
/// Turns facts into runs: starts what a published Event trigger listens for, and resumes what waits at an Event. It only accepts the work; workers run it,
/// so one slow workflow stops nobody.
/// </summary>
internal sealed class EventFollower(IDefinitionStore definitions, IRunStore runs, MovingRuns movingRuns, IEnumerable<InternalFact> internals) : Follower
{
    /// <summary>Stimulus name of Event triggers and bookmarks.</summary>
    private const string StimulusName = "Elsa.Event";

    private const int MaxWaiting = 10_000;

    private readonly HashSet<string> _internals = [.. internals.Select(i => i.Type)];

    public override string Name => "events";

    public override IReadOnlyList<string> FactTypes => [];

    public override async ValueTask<FollowerEffect> DigestAsync(IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        var announced = facts.Where(f => !_internals.Contains(f.Type)).ToList();
        if (announced.Count == 0) return FollowerEffect.None;
        // First the runs that move, then the bookmarks: what is at rest by now has its bookmarks where they are looked for.
        var moving = await movingRuns.ListAsync(cancellationToken);
        // Read with each batch, not cached: a fact behind a publish must find what was published.
        var triggers = (await definitions.GetTriggersAsync(cancellationToken)).Where(t => t.Name == StimulusName).ToLookup(t => t.Hash);
        var items = new List<InboxItem>();
        var parked = new List<(Fact, string)>();
        foreach (var fact in announced)
        {
            var hash = HashOf(fact.Type);
            var waiting = await runs.FindBookmarksAsync(hash, fact.CorrelationId, MaxWaiting, cancellationToken);
            var starting = triggers[hash].ToList();
            var resumed = waiting.Select(b => b.InstanceId).Concat(moving.ThatMayWaitFor(hash)).Distinct().ToList();
            if (starting.Count == 0 && resumed.Count == 0) continue;
            if (fact.Depth > Fact.MaxDepth)
            {
                parked.Add((fact, $"The chain of facts is {fact.Depth} deep, more than {Fact.MaxDepth}: it would probably never end."));
                continue;
            }

            items.AddRange(resumed.Select(run => Resume(run, hash, fact)));
            var started = starting.ConvertAll(trigger => Start(trigger, fact));
            items.AddRange(started);
            if (fact == announced[^1]) break;
            foreach (var run in resumed) await moving.AddAsync(run, cancellationToken);
            foreach (var start in started) await moving.AddStartAsync(start, cancellationToken);
        }

        return new FollowerEffect { Inbox = items, Parked = parked };
    }

    /// <summary>Hash of the stimulus that an event of a name is.</summary>
    public static string HashOf(string eventName) => Stimulus.Hash(StimulusName, new DataObject { ["EventName"] = eventName });

    private static InboxItem Start(TriggerRecord trigger, Fact fact) => new()
    {
        Id = IdGenerator.Derive("event", PositionOf(fact), trigger.DefinitionId, trigger.ActivityId),
        Kind = InboxItemKind.Start,
        DefinitionId = trigger.DefinitionId,
        TriggerActivityId = trigger.ActivityId,
        CorrelationId = fact.CorrelationId,
        Payload = Payload(fact),
        Cause = fact.Position,
        Depth = fact.Depth,
    };

    // By what the run waits for when it comes to this item, not by the bookmark it had when the fact was read: it may be on its way from one wait to the next.
    private static InboxItem Resume(InstanceId run, string hash, Fact fact) => new()
    {
        Id = IdGenerator.Derive("event", PositionOf(fact), run.Value),
        Kind = InboxItemKind.Resume,
        InstanceId = run.Value,
        StimulusHash = hash,
        CorrelationId = fact.CorrelationId,
        Payload = Payload(fact),
        Cause = fact.Position,
        Depth = fact.Depth,
    };

    private static DataObject Payload(Fact fact) => new()
    {
        ["type"] = fact.Type,
        ["position"] = (double)fact.Position,
        ["key"] = fact.Key,
        ["body"] = fact.Body,
        ["at"] = fact.At,
    };

    private static string PositionOf(Fact fact) => fact.Position.ToString(CultureInfo.InvariantCulture);
}
