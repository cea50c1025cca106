namespace Status.Activities.Ledger.Verification;

/// <summary>Collects problems up to the number a report lists and counts the rest.</summary>
internal sealed class ProblemList
{
    private readonly List<LedgerProblem> _problems = [];

    public IReadOnlyList<LedgerProblem> Items => _problems;

    public long LeftOut { get; private set; }

    public void Add(string where, string message)
    {
        if (_problems.Count < VerificationReport.MaxProblems) _problems.Add(new LedgerProblem(where, message));
        else LeftOut++;
    }
}
