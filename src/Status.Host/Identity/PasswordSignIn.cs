using Status.Host.Identity.Guarding;
using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>Name and password against a person; the same for browsers and machines.</summary>
internal sealed partial class PasswordSignIn(UserStore users, SignInGuard guard, ILogger<PasswordSignIn> logger)
{
    /// <summary>Checks a name and a password.</summary>
    /// <returns>The person, or nobody: when name or password is wrong or the person may not sign in, the caller never learns which.</returns>
    public async Task<PasswordAnswer> TryAsync(string? name, string? password, string address, CancellationToken cancellationToken)
    {
        name = name?.Trim();
        // What no account can have is refused for everybody alike.
        if (string.IsNullOrEmpty(name) || name.Length > PasswordRules.LongestName || name.Contains('\0', StringComparison.Ordinal)
            || string.IsNullOrEmpty(password) || password.Length > PasswordRules.Longest)
            return default;
        if (await guard.BeginAsync(name, address, cancellationToken) is var wait && wait > TimeSpan.Zero)
        {
            Log.Slowed(logger, address, wait.TotalSeconds);
            return new PasswordAnswer(null, wait);
        }

        var user = await users.FindEnabledAsync(name, cancellationToken);
        // Unknown names cost as much work as known ones.
        var right = PasswordHash.Verify(password, user?.PasswordHash ?? PasswordHash.Nobody);
        if (user is null || !right) return default;
        await guard.SucceedAsync(user.Name, address, cancellationToken);
        await users.NoteSignInAsync(user.Name, cancellationToken);
        return new PasswordAnswer(user, TimeSpan.Zero);
    }

    private static partial class Log
    {
        // Not the name: it may be a password in the wrong field.
        [LoggerMessage(EventId = 342, Level = LogLevel.Warning, Message = "Too many wrong passwords from {Address}: the next attempt is looked at in {Seconds:0} s")]
        public static partial void Slowed(ILogger logger, string address, double seconds);
    }
}
