namespace Status.Activities.Webhooks;

/// <summary>The senders whose webhooks are taken, by the name in <c>/hooks/{name}</c>.</summary>
public sealed class WebhooksOptions
{
    /// <summary>The configuration section, <c>Status:Webhooks</c>.</summary>
    public const string SectionName = "Status:Webhooks";

    /// <summary>The senders by name, e.g. <c>STATUS__Webhooks__Sources__github__Secret</c>.</summary>
    public IDictionary<string, WebhookSourceOptions> Sources { get; } = new Dictionary<string, WebhookSourceOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The largest body any sender may send; what a name that is unknown is held to.</summary>
    public int LargestBody => Sources.Count == 0 ? 1024 * 1024 : Sources.Values.Max(source => source.MaxBodyBytes);
}
