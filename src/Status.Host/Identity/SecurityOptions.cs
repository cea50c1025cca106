using System.ComponentModel.DataAnnotations;

namespace Status.Host.Identity;

/// <summary>Keys and sign-in.</summary>
public sealed class SecurityOptions
{
    /// <summary>The configuration section, <c>Status:Security</c>.</summary>
    public const string SectionName = "Status:Security";

    /// <summary>
    /// The master key, 32 bytes in base64; hosts that share a database share it. It wraps every other key and is never stored in the database.
    /// </summary>
    /// <value>Default: the file <c>master.key</c> in the data folder, made at the first start.</value>
    [Base64String]
    [StringLength(44, MinimumLength = 44, ErrorMessage = "The field MasterKey must be 32 bytes in base64 (44 characters; `openssl rand -base64 32` makes one).")]
    public string? MasterKey { get; set; }

    /// <summary>How long an access token is good for.</summary>
    /// <value>Default 30 minutes.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a refresh token is good for when it is not used.</summary>
    /// <value>Default 7 days.</value>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Sign-in attempts that one address may make in a minute; more are answered with 429.</summary>
    /// <value>Default 10.</value>
    [Range(1, 10_000)]
    public int SignInsPerMinute { get; set; } = 10;
}
