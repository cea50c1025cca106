using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Status.Host.Identity.Sessions;

/// <summary>
/// Sessions as this host last read them, for a few seconds: a page that asks twenty things at once costs one read. What ends here is forgotten here at once; what ends
/// on another host is noticed when the few seconds are over. Only sessions that exist are kept, so guesses do not fill it.
/// </summary>
internal sealed class SessionCache(SessionStore store, IOptions<UserSessionOptions> options, TimeProvider time)
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Finds a live session by the browser's token.</summary>
    public async ValueTask<Session?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = SessionToken.Hash(token);
        var key = Convert.ToBase64String(hash);
        var now = time.GetUtcNow();
        if (_entries.TryGetValue(key, out var entry) && now - entry.ReadAt < options.Value.CacheTime && now < entry.Session.ExpiresAt)
            return entry.Session;
        if (await store.FindAsync(hash, cancellationToken) is not { } session)
        {
            _entries.TryRemove(key, out _);
            return null;
        }

        if (_entries.Count >= Most) _entries.Clear();
        _entries[key] = new Entry(session, now);
        return session;
    }

    /// <summary>Forgets everything about somebody; called when their sessions, roles or account change here.</summary>
    public void Forget(string userName)
    {
        foreach (var (key, entry) in _entries)
            if (entry.Session.User.Name == userName)
                _entries.TryRemove(key, out _);
    }

    private sealed record Entry(Session Session, DateTimeOffset ReadAt);
}
