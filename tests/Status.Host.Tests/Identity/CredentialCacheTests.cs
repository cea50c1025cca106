using Npgsql;
using Status.Host.Identity;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>Who is believed while the database that knows everybody cannot be asked.</summary>
public sealed class CredentialCacheTests
{
    private readonly TestTimeProvider _time = new();
    private bool _away;

    [Fact]
    public async Task Find_InAnOutage_BelievesWhatWasReadLatelyOnlyWhereThatIsAdmitted()
    {
        var cache = Cache();
        Assert.Equal("ada", await cache.FindAsync("key", evenInOutage: false, default));
        _away = true;
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("ada", await cache.FindAsync("key", evenInOutage: true, default));
        await Assert.ThrowsAsync<NpgsqlException>(async () => await cache.FindAsync("key", evenInOutage: false, default));
        await Assert.ThrowsAsync<NpgsqlException>(async () => await cache.FindAsync("unknown", evenInOutage: true, default));
    }

    [Fact]
    public async Task Find_FiveMinutesIntoAnOutage_BelievesNobody()
    {
        var cache = Cache();
        await cache.FindAsync("key", evenInOutage: true, default);
        _away = true;
        _time.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<NpgsqlException>(async () => await cache.FindAsync("key", evenInOutage: true, default));
    }

    [Fact]
    public async Task Find_CredentialThatHasEnded_IsNotBelievedInAnOutage()
    {
        var cache = Cache(_time.GetUtcNow().AddMinutes(1));
        await cache.FindAsync("key", evenInOutage: true, default);
        _away = true;
        _time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<NpgsqlException>(async () => await cache.FindAsync("key", evenInOutage: true, default));
    }

    private CredentialCache<string> Cache(DateTimeOffset? ends = null) => new(
        (_, _) => _away ? throw new NpgsqlException("Nobody is there.") : Task.FromResult<string?>("ada"), user => user, _ => ends ?? DateTimeOffset.MaxValue, TimeSpan.FromSeconds(5), _time);
}
