using System.Collections.Concurrent;
using System.Data.Common;

namespace Status.Host.Identity;

/// <summary>
/// Credentials as this host last read them, for a few seconds: a page that asks twenty things at once costs one read. What ends here is forgotten here at once; what ends
/// on another host is noticed when the few seconds are over. Only credentials that exist are kept, so guesses do not fill it.
/// </summary>
/// <typeparam name="T">A session, an API key, or the person whom an access token names.</typeparam>
/// <param name="load">Reads a credential by its key.</param>
/// <param name="userOf">Whose it is.</param>
/// <param name="endOf">When it ends.</param>
/// <param name="keep">How long what was read is believed.</param>
/// <param name="time">The clock.</param>
internal sealed class CredentialCache<T>(
    Func<string, CancellationToken, Task<T?>> load, Func<T, string> userOf, Func<T, DateTimeOffset> endOf, TimeSpan keep, TimeProvider time)
    where T : class
{
    private const int Most = 10_000;
    private static readonly TimeSpan _withoutDatabase = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Finds a credential; <c>null</c> when there is none or it has ended.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="evenInOutage">Whether what was read in the last five minutes is believed while the database cannot be asked.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="DbException">The database is away.</exception>
    public async ValueTask<T?> FindAsync(string key, bool evenInOutage, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_entries.TryGetValue(key, out var entry) && now - entry.ReadAt < keep && now < endOf(entry.Value)) return entry.Value;
        T? value;
        try
        {
            value = await load(key, cancellationToken);
        }
        catch (Exception failure) when (evenInOutage && failure is (DbException or TimeoutException) && entry is not null && now - entry.ReadAt < _withoutDatabase && now < endOf(entry.Value))
        {
            // Metric samples are taken in while the database is away, and their senders must be known for that; see AdmittedInOutage.
            return entry.Value;
        }

        if (value is null)
        {
            _entries.TryRemove(key, out _);
            return null;
        }

        if (_entries.Count >= Most) _entries.Clear();
        _entries[key] = new Entry(value, now);
        return value;
    }

    /// <summary>Forgets everything about somebody.</summary>
    public void Forget(string userName)
    {
        foreach (var (key, entry) in _entries)
            if (userOf(entry.Value) == userName)
                _entries.TryRemove(key, out _);
    }

    private sealed record Entry(T Value, DateTimeOffset ReadAt);
}
