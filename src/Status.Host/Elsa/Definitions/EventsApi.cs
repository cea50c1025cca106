using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;
using Status.Workflows.Primitives;

namespace Status.Host.Elsa.Definitions;

/// <summary>Events from outside: they start what listens to them and resume what waits for them, as a fact of a workflow does.</summary>
internal static class EventsApi
{
    private const int MaxBody = 1 << 20;
    private const int MaxNameLength = 200;
    private const int MaxWaiting = 1000;

    /// <summary>Announces an event; one that names a run resumes only that.</summary>
    /// <remarks>A run that does not wait for it yet finds it when it does.</remarks>
    public static async Task<IResult> TriggerAsync(string eventName, HttpContext context, IFeed feed, IRunStore runs, IInbox inbox, IdGenerator ids)
    {
        if (eventName.Length > MaxNameLength || eventName.Any(char.IsControl)) return ElsaErrors.Refuse($"The name of an event has at most {MaxNameLength} characters.", "eventName");
        if (ReservedFacts.IsReserved(eventName)) return ElsaErrors.Refuse(ReservedFacts.Refusal(eventName), "eventName");
        var body = await RequestJson.ReadAsync(context.Request, MaxBody);
        var input = DataJson.From(body.Get("input"));
        var correlationId = body.GetText("correlationId");
        if (body.GetText("workflowInstanceId") is { } instance)
            return await ResumeAsync(eventName, instance, body.GetText("activityInstanceId"), input, runs, inbox, ids, context.RequestAborted);
        var fact = new FactDraft(eventName, input as DataObject ?? new DataObject { ["value"] = input }, ids.NewId()) { CorrelationId = correlationId };
        await feed.AppendAsync([fact], context.RequestAborted);
        return Results.Ok();
    }

    private static async Task<IResult> ResumeAsync(
        string eventName, string instance, string? activityInstanceId, object? input, IRunStore runs, IInbox inbox, IdGenerator ids, CancellationToken cancellationToken)
    {
        var hash = Stimulus.Hash(Event.StimulusName, Event.Payload(eventName));
        var waiting = (await runs.LoadBookmarksAsync(new InstanceId(instance), cancellationToken))
            .Where(b => b.Hash == hash && (activityInstanceId is null || b.ActivityInstanceId == activityInstanceId)).Take(MaxWaiting).ToList();
        var payload = new DataObject { ["type"] = eventName, ["body"] = input };
        if (waiting.Count == 0 && activityInstanceId is null)
        {
            await AwaitBookmarkAsync(new InboxItem { Id = ids.NewId(), Kind = InboxItemKind.Resume, ParentInstanceId = instance, StimulusHash = hash, Payload = payload }, runs, inbox, cancellationToken);
            return Results.Ok();
        }

        await inbox.EnqueueAsync(
            [.. waiting.Select(b => new InboxItem { Id = IdGenerator.Derive("event-api", b.Id), Kind = InboxItemKind.Resume, InstanceId = instance, BookmarkId = b.Id, Payload = payload })],
            cancellationToken);
        return Results.Ok();
    }

    /// <summary>Accepts what comes before the run waits for it, unless the run has ended.</summary>
    public static async ValueTask AwaitBookmarkAsync(InboxItem early, IRunStore runs, IInbox inbox, CancellationToken cancellationToken)
    {
        var run = await runs.LoadAsync(new InstanceId(early.ParentInstanceId!), cancellationToken);
        if (run?.SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled) return;
        await inbox.EnqueueAsync([early], cancellationToken);
    }
}
