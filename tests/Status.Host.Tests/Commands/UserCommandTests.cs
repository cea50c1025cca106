using Status.Host.Commands.Users;
using Status.Host.Identity;
using Status.Host.Identity.Roles;
using Status.Host.Identity.Users;
using Status.Host.Tests.Identity;

namespace Status.Host.Tests.Commands;

public sealed class UserCommandTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    [Fact]
    public async Task User_AddedResetAndDisabled_IsWhatTheCommandSays()
    {
        await new RoleStore(database.DataSource).EnsureBuiltInAsync(default);
        var users = new UserStore(database.DataSource, TimeProvider.System);
        var changes = new UserChanges(database.DataSource, TimeProvider.System);
        async Task<(int Code, string Said)> RunAsync(Func<TextWriter, Task<int>> run)
        {
            await using var output = new StringWriter();
            return (await run(output), output.ToString());
        }

        Assert.Equal(1, (await RunAsync(o => changes.AddAsync("bad name", null, [], null, o, default))).Code);
        Assert.Contains("ADMIN, AUDITOR", (await RunAsync(o => changes.AddAsync("ann", null, ["GOD"], null, o, default))).Said, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(o => changes.AddAsync("ann", null, ["ADMIN"], "short", o, default))).Code);
        var (code, said) = await RunAsync(o => changes.AddAsync("ann", "Ann", ["ADMIN"], null, o, default));
        Assert.Equal(0, code);
        var password = said.Split("password of ann is ")[1].Split(' ')[0];
        var ann = await users.FindAsync("ann", default);
        Assert.True(PasswordHash.Verify(password, ann!.PasswordHash));
        Assert.Equal([Permission.Everything], ann.Permissions);
        Assert.Equal(1, (await RunAsync(o => changes.AddAsync("ANN", null, [], null, o, default))).Code);

        // The only administrator: refused, with the reason.
        Assert.Contains("Nobody would be left", (await RunAsync(o => changes.SetDisabledAsync("ann", true, o, default))).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(o => changes.AddAsync("bob", null, ["ADMIN"], "a long password", o, default))).Code);
        Assert.Equal(0, (await RunAsync(o => changes.SetDisabledAsync("ann", true, o, default))).Code);
        Assert.Null(await users.FindEnabledAsync("ann", default));
        Assert.Equal(0, (await RunAsync(o => changes.SetDisabledAsync("ann", false, o, default))).Code);
        var reset = await RunAsync(o => changes.ResetPasswordAsync("ann", "another password", o, default));
        Assert.Equal(0, reset.Code);
        Assert.DoesNotContain("another password", reset.Said, StringComparison.Ordinal);
        Assert.True(PasswordHash.Verify("another password", (await users.FindEnabledAsync("ann", default))!.PasswordHash));
        Assert.Equal(1, (await RunAsync(o => changes.ResetPasswordAsync("nobody", null, o, default))).Code);

        await using var trail = database.DataSource.CreateCommand("select string_agg(action || ' ' || subject, ', ' order by id) from identity.audit where actor like '% (command line)'");
        Assert.Equal(
            "user.created user/ann, user.created user/bob, user.disabled user/ann, user.enabled user/ann, user.password-changed user/ann",
            await trail.ExecuteScalarAsync());
    }
}
