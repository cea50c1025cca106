using Npgsql;
using Status.Host.Identity.Audit;
using Status.Host.Identity.Roles;

namespace Status.Host.Identity.Users;

/// <summary>
/// Changes to people, one at a time over all hosts, each in one transaction with its audit entry and with the end of the sessions that it makes worthless. There is always
/// somebody left who may administer users.
/// </summary>
internal sealed class UserAdministration(NpgsqlDataSource dataSource, UserStore users, AuditTrail audit)
{
    /// <summary>Adds somebody.</summary>
    public Task<UserChange> AddAsync(User user, Func<string, object?, object?, AuditEntry> entry, CancellationToken cancellationToken) => ChangeAsync(
        user.Name,
        async (connection, before) =>
        {
            if (before is not null || await IsTakenAsync(connection, user.Name, cancellationToken)) return UserChange.Taken;
            await UserRows.SaveAsync(connection, user, cancellationToken);
            await audit.RecordAsync(connection, entry("user.created", null, State(user)), cancellationToken);
            return UserChange.Done;
        },
        cancellationToken);

    /// <summary>Changes somebody; a new password or being disabled ends their sessions and refresh tokens.</summary>
    /// <param name="name">Who.</param>
    /// <param name="change">What they become.</param>
    /// <param name="action">The action for the audit trail.</param>
    /// <param name="keepSession">A session that stays, by id; <c>null</c> for none.</param>
    /// <param name="entry">Makes the audit entry from action, state before and state after.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    public Task<UserChange> ChangeAsync(
        string name, Func<User, User> change, string action, string? keepSession, Func<string, object?, object?, AuditEntry> entry, CancellationToken cancellationToken) => ChangeAsync(
        name,
        async (connection, before) =>
        {
            if (before is null) return UserChange.NotFound;
            var after = change(before);
            await UserRows.SaveAsync(connection, after, cancellationToken);
            if (!await HasAdministratorAsync(connection, cancellationToken)) return UserChange.LastAdministrator;
            if (after.PasswordHash != before.PasswordHash || after.DisabledAt is not null)
                await UserRows.EndSessionsAsync(connection, name, keepSession, cancellationToken);
            if (AuditDigest.Of(State(before)) is var was && AuditDigest.Of(State(after)) != was)
                await audit.RecordAsync(connection, entry(action, State(before), State(after)), cancellationToken);
            return UserChange.Done;
        },
        cancellationToken);

    /// <summary>Removes somebody with sessions, tokens and keys; what they did stays in the audit trail.</summary>
    public Task<UserChange> RemoveAsync(string name, Func<string, object?, object?, AuditEntry> entry, CancellationToken cancellationToken) => ChangeAsync(
        name,
        async (connection, before) =>
        {
            if (before is null) return UserChange.NotFound;
            await UserRows.DeleteAsync(connection, name, cancellationToken);
            if (!await HasAdministratorAsync(connection, cancellationToken)) return UserChange.LastAdministrator;
            await audit.RecordAsync(connection, entry("user.deleted", State(before), null), cancellationToken);
            return UserChange.Done;
        },
        cancellationToken);

    private async Task<UserChange> ChangeAsync(string name, Func<NpgsqlConnection, User?, Task<UserChange>> change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Two administrators who remove each other at the same moment must not both succeed.
        await using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('status.identity.users'))", connection))
            await wait.ExecuteNonQueryAsync(cancellationToken);
        var outcome = await change(connection, await users.FindAsync(name, cancellationToken));
        if (outcome == UserChange.Done) await transaction.CommitAsync(cancellationToken);
        else await transaction.RollbackAsync(cancellationToken);
        return outcome;
    }

    private static async Task<bool> IsTakenAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select exists (select 1 from identity.users where lower(name) = lower($1))", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<bool> HasAdministratorAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select exists (select 1 from identity.users u join identity.user_roles r on r.user_name = u.name where r.role_name = $1 and u.disabled_at is null)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = BuiltInRoles.Administrator });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // The digest of the password's hash, so that the trail shows a change of password without helping to guess one.
    private static object State(User user) =>
        new { user.Name, user.DisplayName, Roles = user.Roles.Order(StringComparer.Ordinal), Disabled = user.DisabledAt is not null, Password = AuditDigest.Of(user.PasswordHash) };
}
