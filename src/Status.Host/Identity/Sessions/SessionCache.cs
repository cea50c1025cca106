using Microsoft.Extensions.Options;

namespace Status.Host.Identity.Sessions;

/// <summary>Sessions, kept in memory for a moment; see <see cref="CredentialCache{T}"/>.</summary>
internal sealed class SessionCache(SessionStore store, IOptions<UserSessionOptions> options, TimeProvider time)
{
    private readonly CredentialCache<Session> _sessions =
        new((hash, cancellation) => store.FindAsync(Convert.FromBase64String(hash), cancellation), session => session.User.Name, session => session.ExpiresAt, options.Value.CacheTime, time);

    /// <summary>Finds a live session by the browser's token.</summary>
    public ValueTask<Session?> FindAsync(string token, bool evenInOutage, CancellationToken cancellationToken) => _sessions.FindAsync(Convert.ToBase64String(SessionToken.Hash(token)), evenInOutage, cancellationToken);

    /// <summary>Forgets everything about somebody; called when their sessions, roles or account change here.</summary>
    public void Forget(string userName) => _sessions.Forget(userName);
}
