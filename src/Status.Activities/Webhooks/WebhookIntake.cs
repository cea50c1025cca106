using System.Text;
using System.Text.Json;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Webhooks;

/// <summary>Turns a genuine delivery into accepted work: one start for each workflow that listens, one resume for each run that waits.</summary>
public sealed class WebhookIntake(IDefinitionStore definitions, IRunStore runs, IInbox inbox)
{
    private const int MaxWaiting = 1000;

    private static readonly HashSet<string> _credentials = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "proxy-authorization", "cookie", "x-hub-signature", "x-hub-signature-256", "webhook-signature",
    };

    /// <summary>
    /// Accepts the delivery; when this returns, the work is durable. Ids are derived from the delivery, so the same one accepted twice starts nothing twice.
    /// </summary>
    /// <param name="name">The sender.</param>
    /// <param name="deliveryId">Identifies the delivery.</param>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="cancellationToken">Gives up before anything is accepted.</param>
    /// <returns>How many runs are started or resumed by it now; 0 for a repetition or when nobody listens.</returns>
    /// <exception cref="JsonException">The body calls itself JSON and is not, or is nested too deep.</exception>
    public async Task<int> AcceptAsync(
        string name, string deliveryId, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var payload = new DataObject
        {
            ["name"] = name.ToLowerInvariant(),
            ["deliveryId"] = deliveryId,
            ["headers"] = new DataObject(headers.Where(header => !_credentials.Contains(header.Key))
                .Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), (object?)header.Value))),
            ["payload"] = Read(headers, body.Span),
        };
        var hash = Stimulus.Hash(WebhookReceived.StimulusName, WebhookReceived.Payload(name));
        var items = new List<InboxItem>();
        foreach (var trigger in await definitions.GetTriggersAsync(cancellationToken))
        {
            if (trigger.Hash == hash) items.Add(Start(trigger, name, deliveryId, payload));
        }

        foreach (var bookmark in await runs.FindBookmarksAsync(hash, null, MaxWaiting, cancellationToken))
            items.Add(Resume(bookmark, name, deliveryId, payload));
        return items.Count == 0 ? 0 : await inbox.EnqueueAsync(items, cancellationToken);
    }

    private static InboxItem Start(TriggerRecord trigger, string name, string deliveryId, DataObject payload) => new()
    {
        // Without the version: a workflow that is published anew between a delivery and its repetition has had it.
        Id = IdGenerator.Derive("webhook", name.ToLowerInvariant(), deliveryId, trigger.DefinitionId, trigger.ActivityId),
        Kind = InboxItemKind.Start,
        DefinitionId = trigger.DefinitionId,
        TriggerActivityId = trigger.ActivityId,
        Payload = payload,
    };

    private static InboxItem Resume(Bookmark bookmark, string name, string deliveryId, DataObject payload) => new()
    {
        Id = IdGenerator.Derive("webhook", name.ToLowerInvariant(), deliveryId, bookmark.Id),
        Kind = InboxItemKind.Resume,
        InstanceId = bookmark.InstanceId.Value,
        BookmarkId = bookmark.Id,
        Payload = payload,
    };

    private static object? Read(IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body)
    {
        if (body.Length == 0) return null;
        var type = headers.FirstOrDefault(header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value;
        return type?.Contains("json", StringComparison.OrdinalIgnoreCase) == true ? DataJson.Parse(body) : Encoding.UTF8.GetString(body);
    }
}
