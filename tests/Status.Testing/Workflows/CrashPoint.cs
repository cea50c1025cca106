namespace Status.Testing.Workflows;

/// <summary>The moment at which a process dies: right before or right after one of its transactions, whose outcome it never learns. Dead it does nothing more.</summary>
/// <param name="dieAt">Number of the transaction, from 1; more than there are and it lives.</param>
/// <param name="after">Whether the transaction has become durable.</param>
public sealed class CrashPoint(int dieAt, bool after)
{
    private int _transactions;

    /// <summary>Whether it has happened.</summary>
    public bool HasCrashed { get; private set; }

    /// <summary>Number of transactions asked for.</summary>
    public int Transactions => _transactions;

    /// <summary>Does one transaction, unless the process dies of it.</summary>
    /// <param name="transaction">What to do.</param>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <exception cref="CrashException">The process is dead.</exception>
    public async ValueTask<T> DoAsync<T>(Func<ValueTask<T>> transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (HasCrashed) throw new CrashException($"Dead since transaction {dieAt}.");
        if (++_transactions != dieAt) return await transaction();
        HasCrashed = true;
        if (after) await transaction();
        throw new CrashException($"Died {(after ? "after" : "before")} transaction {dieAt}.");
    }
}
