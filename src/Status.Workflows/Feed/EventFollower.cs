using System.Globalization;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Feed;

/// <summary>
/// Turns facts into runs: starts what a published Event trigger listens for, and resumes what waits at an Event. It only accepts the work; workers run it,
/// so one slow workflow stops nobody.
/// </summary>
internal sealed class EventFollower(IDefinitionStore definitions, IRunStore runs, IEnumerable<InternalFact> internals) : Follower
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
        // Read with each batch, not cached: a fact behind a publish must find what was published.
        var triggers = (await definitions.GetTriggersAsync(cancellationToken)).Where(t => t.Name == StimulusName).ToLookup(t => t.Hash);
        var items = new List<InboxItem>();
        var parked = new List<(Fact, string)>();
        var resumed = new HashSet<string>();
        foreach (var fact in announced)
        {
            var hash = HashOf(fact.Type);
            var waiting = await runs.FindBookmarksAsync(hash, fact.CorrelationId, MaxWaiting, cancellationToken);
            var starting = triggers[hash].ToList();
            if (starting.Count == 0 && waiting.Count == 0) continue;
            if (fact.Depth > Fact.MaxDepth)
            {
                parked.Add((fact, $"The chain of facts is {fact.Depth} deep, more than {Fact.MaxDepth}: it would probably never end."));
                continue;
            }

            items.AddRange(starting.Select(trigger => Start(trigger, fact)));
            // A bookmark is resumed once; a second fact of the batch would find it gone.
            items.AddRange(waiting.Where(b => resumed.Add(b.Id)).Select(bookmark => Resume(bookmark, fact)));
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

    private static InboxItem Resume(Bookmark bookmark, Fact fact) => new()
    {
        Id = IdGenerator.Derive("event", PositionOf(fact), bookmark.Id),
        Kind = InboxItemKind.Resume,
        InstanceId = bookmark.InstanceId.Value,
        BookmarkId = bookmark.Id,
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
