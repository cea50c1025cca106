using System.Security.Cryptography;
using Npgsql;
using Status.Host.Identity.Audit;
using Status.Host.Identity.Roles;
using Status.Host.Identity.Users;

namespace Status.Host.Commands.Users;

/// <summary>What the command does to people; recorded in the audit trail as done by the machine's user.</summary>
internal sealed class UserChanges
{
    private const int Failed = 1;

    private readonly UserStore _users;
    private readonly RoleStore _roles;
    private readonly UserAdministration _administration;
    private readonly TimeProvider _time;

    public UserChanges(NpgsqlDataSource dataSource, TimeProvider time)
    {
        (_users, _roles, _time) = (new UserStore(dataSource, time), new RoleStore(dataSource), time);
        _administration = new UserAdministration(dataSource, _users, new AuditTrail(dataSource, time));
    }

    /// <summary>Adds somebody.</summary>
    /// <param name="name">The user name.</param>
    /// <param name="displayName">What to call them.</param>
    /// <param name="roles">Their roles.</param>
    /// <param name="password">Their password; <c>null</c> for a random one.</param>
    /// <param name="output">Where to say it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> AddAsync(string name, string? displayName, IReadOnlyList<string> roles, string? password, TextWriter output, CancellationToken cancellationToken)
    {
        var known = (await _roles.ListAsync(cancellationToken)).Select(role => role.Name).ToList();
        var unknown = roles.FirstOrDefault(role => !known.Contains(role));
        var refusal = PasswordRules.RefuseName(name) ?? (unknown is null ? null : $"There is no role '{unknown}'; there are {string.Join(", ", known)}.") ?? Refuse(password, name);
        if (refusal is not null) return await FailAsync(output, refusal);
        var given = password ?? Random();
        var user = new User(name, PasswordHash.Create(given), [.. roles.Distinct(StringComparer.Ordinal)]) { DisplayName = displayName ?? name, CreatedAt = _time.GetUtcNow() };
        if (await _administration.AddAsync(user, Entry(name), cancellationToken) == UserChange.Taken) return await FailAsync(output, $"There is a user '{name}' already.");
        await output.WriteLineAsync($"Added {name}{(roles.Count > 0 ? $" ({string.Join(", ", roles)})" : ", without a role: they may do nothing yet")}.");
        return await TellAsync(output, name, password, given);
    }

    /// <summary>Gives somebody a new password; <c>null</c> for a random one.</summary>
    public async Task<int> ResetPasswordAsync(string name, string? password, TextWriter output, CancellationToken cancellationToken)
    {
        if (Refuse(password, name) is { } refusal) return await FailAsync(output, refusal);
        var given = password ?? Random();
        var hash = PasswordHash.Create(given);
        var outcome = await _administration.ChangeAsync(name, user => user with { PasswordHash = hash }, "user.password-changed", keepSession: null, Entry(name), cancellationToken);
        if (outcome != UserChange.Done) return await FailAsync(output, Explain(outcome, name));
        await output.WriteLineAsync($"{name} has a new password; their sessions have ended.");
        return await TellAsync(output, name, password, given);
    }

    /// <summary>Lets somebody sign in, or not.</summary>
    public async Task<int> SetDisabledAsync(string name, bool disabled, TextWriter output, CancellationToken cancellationToken)
    {
        DateTimeOffset? at = disabled ? _time.GetUtcNow() : null;
        var outcome = await _administration.ChangeAsync(
            name, user => user with { DisabledAt = at }, disabled ? "user.disabled" : "user.enabled", keepSession: null, Entry(name), cancellationToken);
        if (outcome != UserChange.Done) return await FailAsync(output, Explain(outcome, name));
        await output.WriteLineAsync(disabled ? $"{name} may sign in no more; their sessions have ended." : $"{name} may sign in again.");
        return 0;
    }

    private static string? Refuse(string? password, string name) => password is null ? null : PasswordRules.Refuse(password, name);

    private static string Random() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 20);

    private static string Explain(UserChange outcome, string name) => outcome == UserChange.NotFound
        ? $"There is no user '{name}'."
        : "Nobody would be left who may administer users. Make somebody else an administrator first.";

    private static async Task<int> TellAsync(TextWriter output, string name, string? asked, string given)
    {
        if (asked is null) await output.WriteLineAsync($"The password of {name} is {given} and is not shown again.");
        return 0;
    }

    private static async Task<int> FailAsync(TextWriter output, string reason)
    {
        await output.WriteLineAsync($"status user: {reason}");
        return Failed;
    }

    private static Func<string, object?, object?, AuditEntry> Entry(string name) => (action, before, after) =>
        new AuditEntry($"{Environment.UserName} (command line)", action, $"user/{name}", AuditDigest.Of(before), AuditDigest.Of(after), "-");
}
