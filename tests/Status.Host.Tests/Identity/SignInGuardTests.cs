using Microsoft.Extensions.Logging.Abstractions;
using Status.Host.Identity;
using Status.Host.Identity.Guarding;
using Status.Host.Identity.Users;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>Guessing gets slow; the owner still gets in.</summary>
public sealed class SignInGuardTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static readonly DateTimeOffset _start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _clock = new(_start);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(10, 16)]
    [InlineData(15, 512)]
    [InlineData(16, 900)]
    [InlineData(int.MaxValue, 900)]
    public void After_SoManyWrongGuesses_DoublesUpToALimit(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Pair.After(failures));

    [Fact]
    public async Task Begin_OneGuesser_WaitsLongerEachTimeAndIsForgottenAfterADay()
    {
        var guard = NewGuard();
        List<double> waits = [];
        for (var i = 0; i < 12; i++)
        {
            var wait = await guard.BeginAsync("curve", "192.0.2.1", default);
            waits.Add(wait.TotalSeconds);
            if (wait == TimeSpan.Zero) continue;
            // An attempt that is refused makes nothing worse; nor does another spelling make anything better.
            Assert.Equal(wait, await guard.BeginAsync("CURVE", "192.0.2.1", default));
            _clock.Advance(wait);
            Assert.Equal(TimeSpan.Zero, await guard.BeginAsync("curve", "192.0.2.1", default));
        }

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32], waits);
        // Another account, another address: not concerned.
        Assert.Equal(TimeSpan.Zero, await guard.BeginAsync("curve", "192.0.2.2", default));
        _clock.Advance(TimeSpan.FromHours(25));
        for (var i = 0; i < 6; i++) Assert.Equal(TimeSpan.Zero, await guard.BeginAsync("curve", "192.0.2.1", default));
    }

    [Fact]
    public async Task Begin_ManyGuessersAtOneAccount_DelayButNeverShutOut()
    {
        await SaveAsync("owner");
        var guard = NewGuard();
        await guard.SucceedAsync("owner", "192.0.2.10", default);
        for (var i = 0; i < 40; i++)
        {
            var wait = await guard.BeginAsync("owner", $"198.51.100.{i}", default);
            Assert.InRange(wait.TotalSeconds, 0, 60);
            _clock.Advance(wait);
            if (wait > TimeSpan.Zero) await guard.BeginAsync("owner", $"198.51.100.{i}", default);
        }

        // From a new place the owner waits a minute at most; from where they have signed in before, not at all.
        Assert.InRange((await guard.BeginAsync("owner", "203.0.113.5", default)).TotalSeconds, 1, 60);
        Assert.Equal(TimeSpan.Zero, await guard.BeginAsync("owner", "192.0.2.10", default));
        _clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(TimeSpan.Zero, await guard.BeginAsync("owner", "192.0.2.10", default));
    }

    [Fact]
    public async Task Begin_OneAddressThatTriesManyNames_WaitsWhateverTheName()
    {
        var guard = NewGuard();
        var waited = TimeSpan.Zero;
        for (var i = 0; i < 40 && waited == TimeSpan.Zero; i++) waited = await guard.BeginAsync($"name{i}", "192.0.2.77", default);

        Assert.Equal(TimeSpan.FromSeconds(1), waited);
    }

    [Fact]
    public async Task Begin_AHundredAtOnce_AreNotAHundredGuesses()
    {
        var guard = NewGuard();
        for (var i = 0; i < 6; i++) await guard.BeginAsync("burst", "192.0.2.3", default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => guard.BeginAsync("burst", "192.0.2.3", default)));

        Assert.Single(outcomes, wait => wait == TimeSpan.Zero);
    }

    [Fact]
    public async Task TryAsync_RightPasswordAfterWrongOnes_ForgetsThePairAlone()
    {
        await SaveAsync("typo");
        var signIn = new PasswordSignIn(new UserStore(database.DataSource, _clock), NewGuard(), NullLogger<PasswordSignIn>.Instance);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5; i++) Assert.Null((await signIn.TryAsync("typo", "wrong", "192.0.2.4", default)).User);
            Assert.Equal("typo", (await signIn.TryAsync("typo", "right password", "192.0.2.4", default)).User?.Name);
        }

        for (var i = 0; i < 6; i++) await signIn.TryAsync("typo", "wrong", "192.0.2.4", default);
        // While it waits even the right password is not looked at: the guesser must not learn that it is right.
        var (user, wait) = await signIn.TryAsync("typo", "right password", "192.0.2.4", default);
        Assert.Null(user);
        Assert.True(wait > TimeSpan.Zero);
    }

    private SignInGuard NewGuard() => new(database.DataSource, _clock);

    private async Task SaveAsync(string name) =>
        await new UserStore(database.DataSource, _clock).SaveAsync(new User(name, PasswordHash.Create("right password"), []), default);
}
