namespace Status.Activities.Agreements.Documents;

/// <summary>Collects problems up to a limit; a hostile document must not become a larger answer.</summary>
internal sealed class ProblemList(int limit)
{
    private readonly List<AgreementProblem> _problems = [];
    private int _dropped;

    public bool IsEmpty => _problems.Count == 0;

    public bool IsFull => _problems.Count >= limit;

    public void Add(string path, string message)
    {
        if (IsFull) _dropped++;
        else _problems.Add(new(Shorten(path), message));
    }

    public IReadOnlyList<AgreementProblem> ToList() =>
        _dropped == 0 ? _problems : [.. _problems, new("$", $"{_dropped} more problems are not listed.")];

    private static string Shorten(string path) => path.Length <= 300 ? path : string.Concat(path.AsSpan(0, 300), "…");
}
