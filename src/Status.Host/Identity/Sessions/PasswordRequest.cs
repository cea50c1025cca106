namespace Status.Host.Identity.Sessions;

/// <summary>Changes the own password.</summary>
/// <param name="CurrentPassword">The one until now.</param>
/// <param name="NewPassword">The one from now on.</param>
internal sealed record PasswordRequest(string? CurrentPassword, string? NewPassword);
