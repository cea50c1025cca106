using Microsoft.Extensions.Options;
using Status.Host.Identity.Sessions;

namespace Status.Host.Identity.ApiKeys;

/// <summary>API keys, kept in memory for a moment; see <see cref="CredentialCache{T}"/>.</summary>
internal sealed class ApiKeyCache(ApiKeyStore store, IOptions<UserSessionOptions> options, TimeProvider time)
{
    private const int Longest = 128;

    private readonly CredentialCache<ApiKey> _keys =
        new((hash, cancellation) => store.FindAsync(Convert.FromBase64String(hash), cancellation), key => key.User.Name, key => key.ExpiresAt, options.Value.CacheTime, time);

    /// <summary>Finds a live key.</summary>
    public ValueTask<ApiKey?> FindAsync(string secret, bool evenInOutage, CancellationToken cancellationToken) =>
        secret.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) && secret.Length <= Longest ? _keys.FindAsync(Convert.ToBase64String(SessionToken.Hash(secret)), evenInOutage, cancellationToken) : default;

    /// <summary>Forgets everything about somebody; called when their keys, roles or account change here.</summary>
    public void Forget(string userName) => _keys.Forget(userName);
}
