using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Status.Workflows.Http;

/// <summary>Limits on HTTP requests that workflows send.</summary>
public sealed class OutgoingHttpOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Http";

    /// <summary>
    /// Private, loopback and link-local networks (CIDR) that workflows may call; every other such address is refused, so that a designer cannot reach what only the host
    /// should (server-side request forgery).
    /// </summary>
    /// <value>Default: none.</value>
    public IList<string> AllowedPrivateNetworks { get; } = [];

    /// <summary>How long a request may take, connection included.</summary>
    /// <value>Default 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest response body in bytes.</summary>
    /// <value>Default 10 MiB.</value>
    [Range(1024, 1 << 30)]
    public int MaxResponseBytes { get; set; } = 10 << 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < AllowedPrivateNetworks.Count; i++)
            if (!IPNetwork.TryParse(AllowedPrivateNetworks[i], out _))
                yield return new ValidationResult($"'{AllowedPrivateNetworks[i]}' is not a network in CIDR form such as 10.0.0.0/8.", [$"{nameof(AllowedPrivateNetworks)}:{i}"]);
    }
}
