namespace Status.Activities.Webhooks;

/// <summary>Why a webhook is taken or not. The sender is told none of the reasons; the log is.</summary>
public enum WebhookVerdict
{
    /// <summary>The signature is right and the time is near.</summary>
    Genuine,

    /// <summary>No sender of this name is configured.</summary>
    UnknownSource,

    /// <summary>A header of the signature is missing or not readable.</summary>
    Malformed,

    /// <summary>The signature does not fit.</summary>
    Forged,

    /// <summary>The message is older than the tolerance: a repetition.</summary>
    TooOld,

    /// <summary>The message is from the future: a wrong clock.</summary>
    TooNew,
}
