using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Feed.Outbox;

/// <summary>A message that has to reach somebody: an HTTP request, sent after the commit that asked for it, and again until it arrives.</summary>
public sealed record Delivery
{
    /// <summary>Identifies the delivery; sent as <c>Idempotency-Key</c>, the same at every attempt.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the message for its receiver (<c>webhook-id</c>); the key when the request had none.</summary>
    public required string MessageId { get; init; }

    /// <summary>Name of a configured receiver; <c>null</c> when <see cref="Url"/> is given.</summary>
    public string? Receiver { get; init; }

    /// <summary>Address; <c>null</c> when <see cref="Receiver"/> knows it.</summary>
    public string? Url { get; init; }

    /// <summary>HTTP method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Further headers; nothing secret.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Media type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Name of the secret that signs the message, for an address without a receiver.</summary>
    public string? SecretName { get; init; }

    /// <summary>Attempts after which it is given up; 0 = as configured.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Hash of a bookmark that waits for the end of this delivery; <c>null</c> when nobody does.</summary>
    public string? StimulusHash { get; init; }

    /// <summary>Position of the fact that asked for it.</summary>
    public long Cause { get; init; }

    /// <summary>Depth of that fact.</summary>
    public int Depth { get; init; }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// Reads a <c>delivery.requested</c> fact: <c>receiver</c> or <c>url</c>, and optionally <c>id, method, headers (object), contentType, body (text, or any value that is
    /// sent as JSON), secretName, maxAttempts, stimulusHash</c>.
    /// </summary>
    /// <exception cref="FormatException">It names no goal, or something it must not be.</exception>
    public static Delivery Read(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var body = fact.Body;
        var (receiver, url) = (body["receiver"] as string, body["url"] as string);
        if (string.IsNullOrEmpty(receiver) && string.IsNullOrEmpty(url)) throw new FormatException("The delivery names neither a receiver nor a url.");
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new FormatException("The url of the delivery is no absolute http or https address.");
        return new Delivery
        {
            Key = fact.Key,
            MessageId = body["id"] as string ?? fact.Key,
            Receiver = receiver,
            Url = url,
            Method = body["method"] as string ?? "POST",
            Headers = body["headers"] is DataObject headers ? [.. headers.Select(h => KeyValuePair.Create(h.Key, h.Value?.ToString() ?? ""))] : [],
            ContentType = body["contentType"] as string ?? "application/json",
            Body = body["body"] switch
            {
                string text => System.Text.Encoding.UTF8.GetBytes(text),
                byte[] bytes => bytes,
                null => Array.Empty<byte>(),
                var value => DataJson.ToUtf8(value),
            },
            SecretName = body["secretName"] as string,
            MaxAttempts = body["maxAttempts"] is double most ? (int)most : 0,
            StimulusHash = body["stimulusHash"] as string,
            Cause = fact.Position,
            Depth = fact.Depth,
        };
    }
}
