using Status.Activities.Alerts.Storage;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;

namespace Status.Activities.Alerts;

/// <summary>
/// Turns requests to take an alert on into acknowledgements, and wakes the runs that wait for one. State, fact and wake-up are committed together, so a
/// person's answer is neither lost nor counted twice.
/// </summary>
internal sealed class AlertResponses(AlertStore alerts, IRunStore runs, TimeProvider timeProvider) : Follower
{
    private const int MaxWaiting = 1000;

    public override string Name => "alerts.responses";

    public override IReadOnlyList<string> FactTypes { get; } = [AlertFacts.AcknowledgementRequested, AlertFacts.Commented, AlertFacts.Resolved];

    public override async ValueTask<FollowerEffect> DigestAsync(IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        var writes = new List<Write>();
        var comments = new List<Write>();
        var acknowledged = new List<(FactDraft Fact, Fact Cause)>();
        var inbox = new List<InboxItem>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            if (fact.Type == AlertFacts.Resolved)
            {
                await WakeAsync(inbox, fact, (string)fact.Body["fingerprint"]!, cancellationToken);
                continue;
            }

            var id = fact.Body["alertId"] as string ?? throw new FormatException($"The request at {fact.Position} names no alert.");
            if (fact.Type == AlertFacts.Commented)
            {
                comments.Add(AlertWrites.Comment(id, fact.Body["by"] as string ?? "unknown", fact.Body["text"] as string ?? "", fact.At, fact.Key));
                continue;
            }

            if (taken.Contains(id) || await alerts.FindAsync(id, cancellationToken) is not { State: AlertState.Firing } alert) continue;
            taken.Add(id);
            var by = fact.Body["by"] as string ?? "unknown";
            var comment = fact.Body["comment"] as string;
            var key = $"acknowledge/{fact.Position}";
            writes.Add(AlertWrites.Acknowledge(id, by, comment, timeProvider.GetUtcNow(), key));
            acknowledged.Add((new FactDraft(AlertFacts.Acknowledged, Body(alert, by, comment), key), fact));
            await WakeAsync(inbox, fact, alert.Fingerprint, cancellationToken);
        }

        // Each acknowledgement must apply: when a run resolved the alert meanwhile, everything is rolled back and read again.
        return new FollowerEffect { Writes = [.. writes, .. comments], Facts = acknowledged, Inbox = inbox, MustApply = writes.Select(write => write.Key).ToHashSet(StringComparer.Ordinal) };
    }

    private async Task WakeAsync(List<InboxItem> inbox, Fact fact, string fingerprint, CancellationToken cancellationToken)
    {
        var hash = Stimulus.Hash(AwaitAcknowledgement.StimulusName, AwaitAcknowledgement.StimulusFor(fingerprint));
        foreach (var bookmark in await runs.FindBookmarksAsync(hash, null, MaxWaiting, cancellationToken))
        {
            inbox.Add(new InboxItem
            {
                Id = IdGenerator.Derive("alert-response", bookmark.Id, fact.Position.ToString()),
                Kind = InboxItemKind.Resume,
                InstanceId = bookmark.InstanceId.Value,
                BookmarkId = bookmark.Id,
                Cause = fact.Position,
                Depth = fact.Depth,
            });
        }
    }

    private static DataObject Body(Alert alert, string by, string? comment)
    {
        var body = (alert with { State = AlertState.Acknowledged, AcknowledgedBy = by, Comment = comment }).ToData();
        body["by"] = by;
        return body;
    }
}
