using System.ComponentModel.DataAnnotations;

namespace Status.Host.Identity.Sessions;

/// <summary>Sessions of people in a browser.</summary>
public sealed class UserSessionOptions
{
    /// <summary>The configuration section, <c>Status:Sessions</c>.</summary>
    public const string SectionName = "Status:Sessions";

    /// <summary>How long a session lasts without a request.</summary>
    /// <value>Default 12 hours.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a session lasts at most, however busy it is; then the person signs in again.</summary>
    /// <value>Default 7 days.</value>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a host believes what it last read about a session: a sign-out on another host is seen here after this time at the latest.</summary>
    /// <value>Default 3 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromSeconds(3);
}
