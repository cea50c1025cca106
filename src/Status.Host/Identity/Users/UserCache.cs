using Microsoft.Extensions.Options;
using Status.Host.Identity.Sessions;

namespace Status.Host.Identity.Users;

/// <summary>People who may sign in, kept in memory for a moment; see <see cref="CredentialCache{T}"/>. Access tokens are held against it.</summary>
internal sealed class UserCache(UserStore store, IOptions<UserSessionOptions> options, TimeProvider time)
{
    private readonly CredentialCache<User> _users = new(store.FindEnabledAsync, user => user.Name, _ => DateTimeOffset.MaxValue, options.Value.CacheTime, time);

    /// <summary>Finds somebody who may sign in.</summary>
    public ValueTask<User?> FindAsync(string name, bool evenInOutage, CancellationToken cancellationToken) => _users.FindAsync(name, evenInOutage, cancellationToken);

    /// <summary>Forgets somebody; called when their password, roles or account change here.</summary>
    public void Forget(string userName) => _users.Forget(userName);
}
