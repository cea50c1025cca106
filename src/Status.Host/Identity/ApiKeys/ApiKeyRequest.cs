namespace Status.Host.Identity.ApiKeys;

/// <summary>Asks for a key.</summary>
/// <param name="Name">What to call it, at most 100 characters.</param>
/// <param name="Permissions">What it may do, each of it something that the maker may; everything the maker may when absent.</param>
/// <param name="ExpiresAt">When it ends; in 90 days when absent, in two years at the latest.</param>
internal sealed record ApiKeyRequest(string? Name, IReadOnlyList<string>? Permissions, DateTimeOffset? ExpiresAt);
