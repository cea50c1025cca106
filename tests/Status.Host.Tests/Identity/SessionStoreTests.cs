using Microsoft.Extensions.Options;
using Status.Host.Identity.Sessions;
using Status.Host.Identity.Users;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>How sessions live and end, on a clock that the test moves.</summary>
public sealed class SessionStoreTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly UserSessionOptions _options = new() { IdleTimeout = TimeSpan.FromHours(1), Lifetime = TimeSpan.FromHours(5), CacheTime = TimeSpan.FromSeconds(3) };

    [Fact]
    public async Task Find_SessionInUse_IsRenewedUpToItsAbsoluteEnd()
    {
        var (store, user) = await PrepareAsync("busy");
        var (token, endsAt) = await store.OpenAsync(user, "192.0.2.1", new string('x', 5000), default);
        var hash = SessionToken.Hash(token);
        Assert.Equal(_clock.GetUtcNow().AddHours(5), endsAt);
        for (var i = 0; i < 6; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(49));
            var session = await store.FindAsync(hash, default);
            Assert.NotNull(session);
            Assert.True(session.ExpiresAt <= endsAt && session.ExpiresAt > _clock.GetUtcNow());
        }

        // 4 h 54 min: the last renewal could not go beyond the end.
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await store.FindAsync(hash, default));
    }

    [Fact]
    public async Task Find_SessionNobodyUses_Expires()
    {
        var (store, user) = await PrepareAsync("idle");
        var (token, _) = await store.OpenAsync(user, "192.0.2.1", "", default);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Single(await store.ListAsync("idle", default));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await store.FindAsync(SessionToken.Hash(token), default));
        Assert.Empty(await store.ListAsync("idle", default));

        // The next sign-in of anybody clears away what is over.
        await store.OpenAsync(user, "192.0.2.1", "", default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await store.OpenAsync(user, "192.0.2.1", "", default);
        await using var count = database.DataSource.CreateCommand("select count(*) from identity.sessions where user_name = 'idle'");
        Assert.Equal(2L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Find_EndedOnAnotherHost_IsSeenWithinSeconds()
    {
        var (store, user) = await PrepareAsync("cluster");
        var (token, _) = await store.OpenAsync(user, "192.0.2.1", "", default);
        var here = new SessionCache(store, Options.Create(_options), _clock);
        var there = new SessionCache(store, Options.Create(_options), _clock);
        Assert.NotNull(await here.FindAsync(token, evenInOutage: false, default));
        Assert.NotNull(await there.FindAsync(token, evenInOutage: false, default));

        await store.CloseAllAsync("cluster", except: null, default);
        here.Forget("cluster");
        Assert.Null(await here.FindAsync(token, evenInOutage: false, default));
        // What was read a moment ago is believed for three seconds, and no longer.
        Assert.NotNull(await there.FindAsync(token, evenInOutage: false, default));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await there.FindAsync(token, evenInOutage: false, default));
    }

    [Fact]
    public async Task Open_Token_IsNotInTheDatabase()
    {
        var (store, user) = await PrepareAsync("secret");
        var (token, _) = await store.OpenAsync(user, "192.0.2.1", "browser", default);
        await using var command = database.DataSource.CreateCommand("select count(*) from identity.sessions s where position($1 in s::text) > 0 or s.token_hash = convert_to($1, 'UTF8')");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = token });
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private async Task<(SessionStore Store, User User)> PrepareAsync(string name)
    {
        var user = new User(name, PasswordHash.Create("right password"), []);
        await new UserStore(database.DataSource, _clock).SaveAsync(user, default);
        return (new SessionStore(database.DataSource, Options.Create(_options), _clock), user);
    }
}
