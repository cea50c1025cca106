using System.Security.Cryptography;
using Status.Host.Hosting;
using Status.Host.Identity.Roles;

namespace Status.Host.Identity.Users;

/// <summary>Makes the account <c>admin</c> in a database without users.</summary>
internal static class FirstAdministrator
{
    /// <summary>The environment variable that sets the first password.</summary>
    public const string PasswordVariable = "STATUS_ADMIN_PASSWORD";

    /// <summary>The file in the data folder that holds a random password when no terminal is attached.</summary>
    public const string PasswordFile = "admin-password";

    private const int ShortestPassword = PasswordRules.Shortest;

    /// <summary>Adds the account if there is none.</summary>
    /// <returns>What to tell the person who started the host; <c>null</c> when there is nothing new.</returns>
    /// <exception cref="StartupException">The given password is too short.</exception>
    public static async Task<string?> EnsureAsync(UserStore users, DataFolder folder, CancellationToken cancellationToken)
    {
        if (!await users.IsEmptyAsync(cancellationToken))
            return null;
        var given = Environment.GetEnvironmentVariable(PasswordVariable);
        if (given is { Length: > 0 and < ShortestPassword })
            throw new StartupException($"{PasswordVariable} is shorter than {ShortestPassword} characters. Give a longer one, or none for a random one.");
        var password = string.IsNullOrEmpty(given) ? RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 20) : given;
        var user = new User("admin", PasswordHash.Create(password), [BuiltInRoles.Administrator]);
        if (!string.IsNullOrEmpty(given))
        {
            await users.SaveAsync(user, cancellationToken);
            return $"the password of admin is the one in {PasswordVariable}";
        }

        // Kept before it counts: a start that is cut off between the two lines must not lock everybody out.
        DataFolder.WriteSecret(folder.File(PasswordFile), password);
        await users.SaveAsync(user, cancellationToken);
        if (Console.IsOutputRedirected)
            return $"the password of admin is in {folder.File(PasswordFile)}; delete that file when you have read it";
        File.Delete(folder.File(PasswordFile));
        return $"the password of admin is {password} and is not shown again";
    }
}
