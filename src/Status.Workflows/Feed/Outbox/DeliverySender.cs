using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Workflows.Execution;
using Status.Workflows.Http;

namespace Status.Workflows.Feed.Outbox;

/// <summary>Sends deliveries that are due, each at least once: claim, send, record. Between claim and record nothing holds a transaction.</summary>
internal sealed partial class DeliverySender(
    IDeliveryStore store, IHttpClientFactory clients, IEnumerable<DeliveryReceivers> receivers, IEnumerable<DeliverySecrets> secrets, HostIdentity host, StoreSignals signals,
    DeliveryRetry retry, IOptions<DeliveryOptions> options, TimeProvider timeProvider, ILogger<DeliverySender> logger) : BackgroundService
{
    /// <summary>Client for receivers that an administrator configured; private addresses are his choice.</summary>
    public const string ReceiverClient = "deliveries";

    /// <summary>Client for addresses that came from a workflow; guarded.</summary>
    public const string AddressClient = "deliveries-guarded";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signals.Deliveries.Next;
            var pause = options.Value.PollInterval;
            try
            {
                pause = await SendDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop must outlive a database that is away.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogInterrupted(logger, exception);
            }

            if (pause > TimeSpan.Zero) await Pulse.WaitAsync(next, pause, timeProvider, stoppingToken);
        }
    }

    /// <summary>Sends one round of what is due; returns how long nothing will be.</summary>
    internal async Task<TimeSpan> SendDueAsync(CancellationToken cancellationToken)
    {
        var (due, nextAt) = await store.ClaimAsync(host.Name, options.Value.Parallel, cancellationToken);
        await Task.WhenAll(due.Select(d => SendAsync(d, cancellationToken)));
        if (due.Count == options.Value.Parallel) return TimeSpan.Zero;
        var until = nextAt is { } at ? at - timeProvider.GetUtcNow() : options.Value.PollInterval;
        return until < TimeSpan.Zero ? TimeSpan.Zero : until < options.Value.PollInterval ? until : options.Value.PollInterval;
    }

    private async Task SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetUtcNow();
        var clock = Stopwatch.GetTimestamp();
        var (status, error, retryAfter) = await AttemptAsync(delivery, startedAt, cancellationToken);
        var now = timeProvider.GetUtcNow();
        var (verdict, nextAt) = retry.Decide(delivery, status, retryAfter, now);
        var result = new DeliveryResult(
            delivery, verdict, (int?)status, verdict == DeliveryVerdict.Succeeded ? null : error, startedAt, Stopwatch.GetElapsedTime(clock), nextAt);
        FeedMetrics.Attempts.Add(1, new KeyValuePair<string, object?>("outcome", verdict.ToString()));
        if (verdict != DeliveryVerdict.Succeeded) LogFailed(logger, delivery.Key, delivery.Receiver, delivery.Attempts + 1, error, verdict);
        if (!await store.RecordAsync(host.Name, result, cancellationToken)) LogLost(logger, delivery.Key);
    }

    private async Task<(HttpStatusCode? Status, string? Error, TimeSpan? RetryAfter)> AttemptAsync(Delivery delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(delivery, now);
            using var client = clients.CreateClient(delivery.Receiver is null ? AddressClient : ReceiverClient);
            using var timeout = new CancellationTokenSource(options.Value.Timeout, timeProvider);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
                var error = response.IsSuccessStatusCode ? null : $"The receiver answered {(int)response.StatusCode} {response.ReasonPhrase}.";
                return (response.StatusCode, error, RetryAfter(response.Headers.RetryAfter, now));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return (null, $"No answer within {options.Value.Timeout}.", null);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or FormatException or UriFormatException or IOException)
        {
            return (null, exception.Message, null);
        }
    }

    private HttpRequestMessage Request(Delivery delivery, DateTimeOffset now)
    {
        var route = Route(delivery);
        var request = new HttpRequestMessage(new HttpMethod(delivery.Method), route.Url) { Content = new ByteArrayContent(delivery.Body.ToArray()) };
        if (delivery.ContentType is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(delivery.ContentType);
        foreach (var (name, value) in delivery.Headers.Concat(route.Headers))
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", delivery.Key);
        if (route.Secret is { Length: > 0 } secret)
        {
            foreach (var (header, value) in WebhookSignature.Sign(secret, delivery.MessageId, now, delivery.Body.Span))
                request.Headers.TryAddWithoutValidation(header, value);
        }

        return request;
    }

    private DeliveryRoute Route(Delivery delivery)
    {
        if (delivery.Receiver is { } name)
            return receivers.Select(r => r.Find(name)).FirstOrDefault(r => r is not null)
                ?? throw new InvalidOperationException($"There is no receiver named '{name}' any more.");
        var secret = delivery.SecretName is { } secretName
            ? secrets.Select(s => s.Find(secretName)).FirstOrDefault(s => s is not null) ?? throw new InvalidOperationException($"There is no secret named '{secretName}'.")
            : null;
        return new DeliveryRoute(new Uri(delivery.Url!), secret, []);
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now) => header?.Delta ?? header?.Date - now;

    [LoggerMessage(EventId = 180, Level = LogLevel.Warning, Message = "Delivery {Key} to {Receiver} failed at attempt {Attempt}: {Error} ({Verdict})")]
    private static partial void LogFailed(ILogger logger, string key, string? receiver, int attempt, string? error, DeliveryVerdict verdict);

    [LoggerMessage(EventId = 181, Level = LogLevel.Warning, Message = "Delivery {Key} was sent, but another host has taken it meanwhile; it may arrive twice, with the same key")]
    private static partial void LogLost(ILogger logger, string key);

    [LoggerMessage(EventId = 182, Level = LogLevel.Warning, Message = "The outbox was interrupted and goes on")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);
}
