using Status.Workflows.Http;

namespace Status.Activities.Webhooks;

/// <summary>A sender of webhooks.</summary>
public sealed class WebhookSourceOptions
{
    /// <summary>The key the sender signs with: <c>whsec_</c> and base64, or any text of at least 16 characters.</summary>
    public string? Secret { get; set; }

    /// <summary>The key before the last change, accepted as well while the sender still uses it.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>How it signs.</summary>
    /// <value>Default: <see cref="WebhookScheme.Standard"/> for a secret that begins with <c>whsec_</c>, else <see cref="WebhookScheme.GitHub"/>.</value>
    public WebhookScheme? Scheme { get; set; }

    /// <summary>The header of a GitHub-style signature, for senders that name it otherwise.</summary>
    /// <value>Default <c>X-Hub-Signature-256</c>.</value>
    public string SignatureHeader { get; set; } = "X-Hub-Signature-256";

    /// <summary>How far a Standard Webhooks timestamp may be from now.</summary>
    /// <value>Default five minutes.</value>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest body in bytes.</summary>
    /// <value>Default 1 MiB.</value>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>The scheme in force.</summary>
    internal WebhookScheme EffectiveScheme => Scheme
        ?? (Secret?.StartsWith(WebhookSignature.SecretPrefix, StringComparison.Ordinal) == true ? WebhookScheme.Standard : WebhookScheme.GitHub);

    /// <summary>The keys that are accepted, the current one first.</summary>
    internal IEnumerable<string> Secrets => new[] { Secret, PreviousSecret }.OfType<string>().Where(secret => secret.Length > 0);
}
