namespace Status.Host.Identity.Guarding;

/// <summary>How long to wait after so many wrong guesses: nothing for the first ones, then a second, doubled with each further one, up to a limit.</summary>
/// <param name="Free">Guesses that cost nothing.</param>
/// <param name="Longest">The longest wait.</param>
internal readonly record struct Backoff(int Free, TimeSpan Longest)
{
    /// <summary>One account from one address: a person with a wrong password in mind, or a guesser.</summary>
    public static Backoff Pair { get; } = new(5, TimeSpan.FromMinutes(15));

    /// <summary>One address, whatever the account: many names with one password. Offices share an address, so more is free.</summary>
    public static Backoff Address { get; } = new(30, TimeSpan.FromMinutes(15));

    /// <summary>
    /// One account, whatever the address: a guesser with many machines. Short, because it is the one wait that somebody else can impose on the owner; and it does not count
    /// where the owner has signed in before.
    /// </summary>
    public static Backoff Account { get; } = new(20, TimeSpan.FromMinutes(1));

    /// <summary>The wait after the last of some wrong guesses.</summary>
    public TimeSpan After(int failures)
    {
        if (failures <= Free) return TimeSpan.Zero;
        var seconds = Math.Pow(2, Math.Min(failures - Free - 1, 30));
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
