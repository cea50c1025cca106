using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Status.Host.Hosting.Web;

/// <summary>What stands in front of the host.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    /// <summary>The configuration section, <c>Status:Proxy</c>.</summary>
    public const string SectionName = "Status:Proxy";

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/8</c>) of proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> are believed, separated by commas.
    /// </summary>
    /// <value>Default none: whoever could set these headers could choose the address that limits, lock-out and audit trail see.</value>
    public string Known { get; set; } = "";

    /// <summary>The path below which the proxy shows the host without removing it, for example <c>/status</c>.</summary>
    /// <value>Default none.</value>
    [RegularExpression("^(/[A-Za-z0-9._~-]+)*$", ErrorMessage = "The field PathBase must be a path such as /status, without a slash at its end.")]
    public string PathBase { get; set; } = "";

    /// <summary>The single addresses of <see cref="Known"/>.</summary>
    internal IEnumerable<IPAddress> Addresses => Entries.Where(entry => !entry.Contains('/')).Select(IPAddress.Parse);

    /// <summary>The networks of <see cref="Known"/>.</summary>
    internal IEnumerable<System.Net.IPNetwork> Networks => Entries.Where(entry => entry.Contains('/')).Select(entry => System.Net.IPNetwork.Parse(entry));

    private string[] Entries => Known.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var entry in Entries.Where(entry => entry.Contains('/') ? !System.Net.IPNetwork.TryParse(entry, out _) : !IPAddress.TryParse(entry, out _)))
            yield return new ValidationResult($"The field Known holds '{entry}', which is no address such as 10.0.0.7 and no network such as 10.0.0.0/8.", [nameof(Known)]);
    }
}
