namespace Status.Activities.Webhooks;

/// <summary>How a sender signs. Chosen by configuration and never by the request: one scheme's signature could otherwise pass as another's.</summary>
public enum WebhookScheme
{
    /// <summary><c>X-Hub-Signature-256: sha256=…</c> over the body (GitHub and many others).</summary>
    GitHub,

    /// <summary><c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c> over id, time and body (standardwebhooks.com).</summary>
    Standard,
}
