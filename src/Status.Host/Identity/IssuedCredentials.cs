using Status.Host.Identity.ApiKeys;
using Status.Host.Identity.Sessions;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>Everything by which this host remembers somebody.</summary>
internal sealed class IssuedCredentials(SessionCache sessions, ApiKeyCache keys, UserCache users)
{
    /// <summary>Forgets everything about somebody, so that the next request is held against the database.</summary>
    public void Forget(string userName)
    {
        sessions.Forget(userName);
        keys.Forget(userName);
        users.Forget(userName);
    }
}
