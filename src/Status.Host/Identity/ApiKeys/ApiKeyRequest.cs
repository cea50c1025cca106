using System.Text.Json.Serialization;

namespace Status.Host.Identity.ApiKeys;

/// <summary>Asks for a key. A member that is not known is refused: a limit with a slip in its name must not make a key without it.</summary>
/// <param name="Name">What to call it, at most 100 characters.</param>
/// <param name="Permissions">What it may do, each of it something that the maker may. Without permissions and roles: everything the maker may.</param>
/// <param name="Roles">Roles whose permissions, as they are now, it gets beside <paramref name="Permissions"/>.</param>
/// <param name="ExpiresAt">When it ends; in 90 days when absent, in two years at the latest.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ApiKeyRequest(string? Name, IReadOnlyList<string>? Permissions, IReadOnlyList<string>? Roles, DateTimeOffset? ExpiresAt);
