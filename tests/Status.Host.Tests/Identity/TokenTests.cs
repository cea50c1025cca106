using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Status.Host.Hosting;
using Status.Host.Identity;
using Status.Host.Identity.Roles;
using Status.Host.Identity.Users;

namespace Status.Host.Tests.Identity;

public sealed class TokenTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private readonly Clock _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private static readonly User _ann = new("ann", "", [BuiltInRoles.Administrator]) { Permissions = [Permission.Everything] };

    private readonly MasterKeyHolder _master = new() { Value = new MasterKey(Convert.ToBase64String(new byte[32]), "a test") };

    [Fact]
    public async Task Verify_OwnTokenInTime_SpeaksForTheUser()
    {
        var tokens = await TokensAsync();

        Assert.Equal(("ann", 3), tokens.Verify(tokens.Issue(_ann with { CredentialVersion = 3 })));
        _clock.Now += TimeSpan.FromMinutes(31);
        Assert.Null(tokens.Verify(tokens.Issue(_ann) is var fresh ? Age(tokens, fresh) : ""));
    }

    [Fact]
    public async Task Verify_ChangedOrForeignToken_IsRefused()
    {
        var tokens = await TokensAsync();
        var token = tokens.Issue(_ann);
        var parts = token.Split('.');
        string Sign(string header, string payload, byte[] key) =>
            $"{header}.{payload}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{header}.{payload}")))}";
        var none = Base64Url.EncodeToString("""{"alg":"none"}"""u8);
        string[] wrong =
        [
            "", ".", "..", "a.b.c", token + "x", token[..^1], $"{parts[0]}.{parts[1]}.", $"{none}.{parts[1]}.", $"{none}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{Base64Url.EncodeToString("""{"exp":99999999999}"""u8)}.{parts[2]}",
            Sign(parts[0], parts[1], new byte[32]), Sign(none, parts[1], new byte[32]), new string('a', 100_000), $"{parts[0]}.{parts[1]}.é",
        ];

        Assert.All(wrong, text => Assert.Null(tokens.Verify(text)));
    }

    [Fact]
    public async Task GetOrCreate_TenHostsAtOnce_ShareOneKeyThatIsNotInTheClear()
    {
        var keys = new DataKeys(database.DataSource, _master, _clock);
        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            keys.GetOrCreateAsync("shared", () => RandomNumberGenerator.GetBytes(32), CancellationToken.None)));

        Assert.All(made, key => Assert.Equal(made[0], key));
        await using var command = database.DataSource.CreateCommand("select wrapped from identity.data_keys where name = 'shared'");
        var wrapped = (byte[])(await command.ExecuteScalarAsync())!;
        Assert.Equal(-1, wrapped.AsSpan().IndexOf(made[0]));
    }

    [Fact]
    public void Unwrap_OtherMasterKeyOrOtherNameOrFlippedBit_IsRefused()
    {
        var wrapped = _master.Value.Wrap("jwt", "secret"u8);
        var other = new MasterKey(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), "a test");

        Assert.Equal("secret"u8.ToArray(), _master.Value.Unwrap("jwt", wrapped));
        Assert.Throws<StartupException>(() => other.Unwrap("jwt", wrapped));
        Assert.Throws<StartupException>(() => _master.Value.Unwrap("ledger", wrapped));
        for (var i = 0; i < wrapped.Length; i++)
        {
            var flipped = wrapped.ToArray();
            flipped[i] ^= 1;
            Assert.Throws<StartupException>(() => _master.Value.Unwrap("jwt", flipped));
        }

        Assert.Throws<StartupException>(() => _master.Value.Unwrap("jwt", []));
    }

    [Fact]
    public async Task Redeem_TokenUsedTwice_EndsTheFamily()
    {
        await new UserStore(database.DataSource, _clock).SaveAsync(new User("bob", "x", [BuiltInRoles.Administrator]), CancellationToken.None);
        var refresh = new RefreshTokens(database.DataSource, Options.Create(new SecurityOptions()), _clock);
        var first = await refresh.IssueAsync("bob", CancellationToken.None);
        var second = await refresh.RedeemAsync(first, CancellationToken.None);

        Assert.Equal("bob", second?.User);
        Assert.Null(await refresh.RedeemAsync(first, CancellationToken.None));
        // Whoever came second may be the thief or the owner: neither goes on.
        Assert.Null(await refresh.RedeemAsync(second!.Value.Next, CancellationToken.None));

        var late = await refresh.IssueAsync("bob", CancellationToken.None);
        _clock.Now += TimeSpan.FromDays(8);
        Assert.Null(await refresh.RedeemAsync(late, CancellationToken.None));
    }

    [Theory]
    [InlineData("*", "read:agreements", true)]
    [InlineData("read:*", "read:agreements", true)]
    [InlineData("read:agreements", "read:agreements", true)]
    [InlineData("read:*", "write:agreements", false)]
    [InlineData("read:agreements", "read:agreements:all", false)]
    [InlineData("read", "read:agreements", false)]
    public void Holds_PermissionOrItsFamily_IsGranted(string held, string asked, bool granted)
    {
        var principal = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity([new(Permission.ClaimType, held)]));
        Assert.Equal(granted, principal.Holds(asked));
    }

    private string Age(AccessTokens tokens, string token)
    {
        Assert.NotNull(tokens.Verify(token));
        _clock.Now += TimeSpan.FromMinutes(31);
        return token;
    }

    private async Task<AccessTokens> TokensAsync()
    {
        var tokens = new AccessTokens(new DataKeys(database.DataSource, _master, _clock), Options.Create(new SecurityOptions()), _clock);
        await tokens.LoadAsync(CancellationToken.None);
        return tokens;
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
