using Npgsql;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>What the hosts tell each other: one notification per transaction, a few characters each.</summary>
internal static class Notifications
{
    public const string Channel = "status_workflows";

    /// <summary>PostgreSQL refuses payloads of 8,000 bytes and more.</summary>
    private const int MaxPayload = 7900;

    /// <summary>
    /// Words: <c>i</c> inbox, <c>d</c> definitions, <c>o</c> deliveries, <c>f</c> facts, <c>r:id</c> an answer of a run, <c>c:id</c> a commit of a
    /// run that lives longer than one burst. What does not fit is found by the poll of whoever waits.
    /// </summary>
    public static void AddNotify(this NpgsqlBatch batch, IEnumerable<string> words)
    {
        var payload = new System.Text.StringBuilder();
        foreach (var word in words)
        {
            if (payload.Length + word.Length + 1 > MaxPayload) break;
            if (payload.Length > 0) payload.Append(' ');
            payload.Append(word);
        }

        if (payload.Length > 0) batch.Add("select pg_notify($1, $2)").With(Channel).With(payload.ToString());
    }
}
