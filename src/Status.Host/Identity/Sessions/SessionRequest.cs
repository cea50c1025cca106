namespace Status.Host.Identity.Sessions;

/// <summary>Signs in.</summary>
/// <param name="UserName">The user name.</param>
/// <param name="Password">The password.</param>
internal sealed record SessionRequest(string? UserName, string? Password);
