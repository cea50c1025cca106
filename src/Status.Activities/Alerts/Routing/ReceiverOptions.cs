using System.ComponentModel.DataAnnotations;

namespace Status.Activities.Alerts.Routing;

/// <summary>Somebody who is told about alerts: a webhook.</summary>
public sealed class ReceiverOptions
{
    /// <summary>Absolute http or https address. May itself be a secret: it is never shown.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>The key that signs messages (Standard Webhooks): <c>whsec_</c> and base64, or any text of at least 16 characters. Empty sends unsigned.</summary>
    public string? Secret { get; set; }

    /// <summary>Whether it is told at all.</summary>
    /// <value>Default: yes.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The least urgent severity it is told about.</summary>
    /// <value>Default: <c>info</c>, everything.</value>
    [AllowedValues("critical", "high", "medium", "low", "info")]
    public string MinSeverity { get; set; } = "info";

    /// <summary>0 is told at once; 1 and more when nobody acknowledged in the time of an escalation.</summary>
    [Range(0, 9)]
    public int Tier { get; set; }

    /// <summary>Further request headers, such as an authorization. Never shown.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
