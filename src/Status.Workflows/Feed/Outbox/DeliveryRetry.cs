using System.Net;

namespace Status.Workflows.Feed.Outbox;

/// <summary>Decides what becomes of an attempt. Pure but for the random part of a pause.</summary>
/// <param name="options">Limits.</param>
/// <param name="random">Spreads the pauses of many deliveries to one receiver.</param>
internal sealed class DeliveryRetry(DeliveryOptions options, Random random)
{
    /// <summary>The verdict on an attempt and the time of the next one.</summary>
    /// <param name="delivery">The delivery as claimed.</param>
    /// <param name="status">Status of the answer; <c>null</c> when there was none.</param>
    /// <param name="retryAfter">What the receiver asked for.</param>
    /// <param name="now">The time.</param>
    public (DeliveryVerdict Verdict, DateTimeOffset? NextAt) Decide(Delivery delivery, HttpStatusCode? status, TimeSpan? retryAfter, DateTimeOffset now)
    {
        if (status is { } code && (int)code is >= 200 and < 300) return (DeliveryVerdict.Succeeded, null);
        var most = delivery.MaxAttempts > 0 ? delivery.MaxAttempts : options.MaxAttempts;
        // Gone is the one answer by which a receiver asks to be left alone for good.
        if (status == HttpStatusCode.Gone || delivery.Attempts + 1 >= most) return (DeliveryVerdict.Dead, null);
        return (DeliveryVerdict.Again, now + Pause(delivery.Attempts, retryAfter));
    }

    private TimeSpan Pause(int attempts, TimeSpan? retryAfter)
    {
        var grown = options.FirstDelay * Math.Pow(2, Math.Min(attempts, 30));
        double part;
        // Random is not thread-safe, and attempts end on many threads.
        lock (random) part = random.NextDouble();
        var spread = grown * (0.75 + part / 2);
        var asked = retryAfter > spread ? retryAfter.Value : spread;
        return asked < options.LongestDelay ? asked : options.LongestDelay;
    }
}
