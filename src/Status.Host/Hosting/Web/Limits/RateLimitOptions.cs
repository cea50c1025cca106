using System.ComponentModel.DataAnnotations;

namespace Status.Host.Hosting.Web.Limits;

/// <summary>How often the API may be called. HTTP-triggered workflows, the console's files and the health addresses are not counted.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The configuration section, <c>Status:RateLimits</c>.</summary>
    public const string SectionName = "Status:RateLimits";

    /// <summary>Calls a second that a signed-in caller may make in the long run; more are answered with 429.</summary>
    /// <value>Default 200.</value>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Calls that a signed-in caller who was quiet may make at once.</summary>
    /// <value>Default 1,000.</value>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 1000;

    /// <summary>Calls a second that an address may make without signing in.</summary>
    /// <value>Default 50.</value>
    [Range(1, 1_000_000)]
    public int AnonymousRequestsPerSecond { get; set; } = 50;

    /// <summary>Calls that an address that was quiet may make at once without signing in.</summary>
    /// <value>Default 300.</value>
    [Range(1, 1_000_000)]
    public int AnonymousBurst { get; set; } = 300;
}
