using Status.Host.Identity.Users;

namespace Status.Host.Identity;

/// <summary>What became of an attempt to sign in.</summary>
/// <param name="User">The person; <c>null</c> when name or password was wrong, or when there were too many guesses.</param>
/// <param name="Wait">How long to wait before the next attempt; zero unless there were too many guesses.</param>
internal readonly record struct PasswordAnswer(User? User, TimeSpan Wait);
