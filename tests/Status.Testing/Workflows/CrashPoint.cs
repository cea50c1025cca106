namespace Status.Testing.Workflows;

/// <summary>The moment at which a process dies: right before or right after one of its transactions, whose outcome it never learns. Dead it does nothing more.</summary>
/// <param name="dieAt">Number of the transaction, from 1; more than there are and it lives.</param>
/// <param name="after">Whether the transaction has become durable.</param>
public sealed class CrashPoint(int dieAt, bool after)
{
    private readonly Lock _gate = new();
    private readonly List<CrashMoment> _moments = [];
    private int _dieAtChange = int.MaxValue;
    private int _transactions;

    /// <summary>Whether it has happened.</summary>
    public bool HasCrashed { get; private set; }

    /// <summary>Number of transactions asked for.</summary>
    public int Transactions => _transactions;

    /// <summary>The transactions that changed something, by their number: those worth a death. One that found nothing to do leaves what was there before.</summary>
    public IReadOnlyList<CrashMoment> Moments
    {
        get
        {
            lock (_gate) return [.. _moments];
        }
    }

    /// <summary>A process that lives to the end.</summary>
    public static CrashPoint Never() => new(int.MaxValue, after: false);

    /// <summary>A process that dies right after one of its transactions that change something.</summary>
    /// <param name="number">Which of those, from 1.</param>
    public static CrashPoint AfterChange(int number) => new(int.MaxValue, after: true) { _dieAtChange = number };

    /// <summary>Does one transaction, unless the process dies of it.</summary>
    /// <param name="transaction">What to do.</param>
    /// <param name="changes">Whether what it gave shows that it changed something; <c>null</c>: it always does.</param>
    /// <param name="endsWork">
    /// Whether work precedes it that is lost with the process or seen by others (a burst, a message sent), so that to die before it is not the same as to die after the transaction before.
    /// </param>
    /// <param name="isTick">Whether timers move in it.</param>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <exception cref="CrashException">The process is dead.</exception>
    public async ValueTask<T> DoAsync<T>(Func<ValueTask<T>> transaction, Func<T, bool>? changes = null, bool endsWork = false, bool isTick = false)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (HasCrashed) throw new CrashException($"Dead since transaction {dieAt}.");
        var number = Interlocked.Increment(ref _transactions);
        if (number == dieAt && !after) throw Die(number);
        var result = await transaction();
        var isLast = number == dieAt;
        if (changes?.Invoke(result) ?? true)
            lock (_gate)
            {
                _moments.Add(new CrashMoment(number, endsWork, isTick));
                isLast |= _moments.Count == _dieAtChange;
            }

        return isLast ? throw Die(number) : result;
    }

    /// <summary>Does one transaction that gives nothing, unless the process dies of it.</summary>
    /// <param name="transaction">What to do.</param>
    /// <exception cref="CrashException">The process is dead.</exception>
    public async ValueTask DoAsync(Func<ValueTask> transaction) => await DoAsync(async () =>
    {
        await transaction();
        return true;
    });

    private CrashException Die(int number)
    {
        HasCrashed = true;
        return new CrashException($"Died {(after ? "after" : "before")} transaction {number}.");
    }
}
