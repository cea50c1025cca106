namespace Status.Host.Identity.ApiKeys;

/// <summary>An API key on the wire.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its maker calls it.</param>
/// <param name="UserName">Its maker.</param>
/// <param name="Prefix">How the key begins.</param>
/// <param name="Permissions">What it may do now: what it was given and its maker still may.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used.</param>
/// <param name="Key">The key itself: in the answer that makes it, and never again.</param>
internal sealed record ApiKeyAnswer(
    string Id, string Name, string UserName, string Prefix, IReadOnlyList<string> Permissions, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt, string? Key)
{
    /// <summary>The key as it is answered.</summary>
    public static ApiKeyAnswer From(ApiKey key, string? secret = null) => new(
        key.Id, key.Name, key.User.Name, $"{ApiKey.Prefix}{key.Id}_", ApiKey.Effective(key.Granted, key.User.Permissions), key.CreatedAt, key.ExpiresAt, key.LastUsedAt, secret);
}
