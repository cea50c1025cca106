namespace Status.Host.Tests.Shipped;

/// <summary>What hosts left behind: the feed, the ledger, what reached a receiver, and what was set aside.</summary>
internal sealed record ChainTrace(IReadOnlyList<TracedFact> Facts, IReadOnlyList<string> LedgerKeys, IReadOnlyList<string> Messages, IReadOnlyList<string> Parked)
{
    /// <summary>What differs from an undisturbed run; empty when it could be one.</summary>
    public List<string> DifferencesFrom(ChainTrace undisturbed)
    {
        var differences = new List<string>();
        foreach (var twice in Facts.GroupBy(fact => (fact.Type, fact.Key)).Where(group => group.Count() > 1)) differences.Add($"fact twice: {twice.Key.Type} {twice.Key.Key}");
        foreach (var (line, count) in Missing(Describe(), undisturbed.Describe())) differences.Add($"fact missing ({count}): {line}");
        foreach (var (line, count) in Missing(undisturbed.Describe(), Describe())) differences.Add($"fact too much ({count}): {line}");
        foreach (var twice in LedgerKeys.GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1)) differences.Add($"ledger key twice: {twice.Key}");
        if (LedgerKeys.Count != undisturbed.LedgerKeys.Count) differences.Add($"{LedgerKeys.Count} ledger entries instead of {undisturbed.LedgerKeys.Count}");
        // A message may arrive twice, but it is the same one.
        var (mine, theirs) = (Messages.Distinct(StringComparer.Ordinal).Count(), undisturbed.Messages.Distinct(StringComparer.Ordinal).Count());
        if (mine != theirs) differences.Add($"{mine} messages instead of {theirs}");
        differences.AddRange(Parked.Select(item => "parked: " + item));
        return differences;
    }

    /// <summary>
    /// Every fact as a line with all that it follows from. A run that an event starts is named after the position of that event in the feed, and positions depend
    /// on who commits first; the keys of facts of such runs therefore differ from one execution to the next and are left out. Those of the request's own runs stay.
    /// </summary>
    private List<string> Describe()
    {
        var facts = Facts.ToDictionary(fact => fact.Position);
        return [.. Facts.Where(fact => !fact.Type.StartsWith("audit.", StringComparison.Ordinal)).Select(Line)];

        string Line(TracedFact fact) => fact.Cause == 0 ? $"{fact.Type} {fact.Key}" : facts.TryGetValue(fact.Cause, out var cause) ? $"{fact.Type} < {Line(cause)}" : $"{fact.Type} < nothing";
    }

    private static IEnumerable<(string Line, int Count)> Missing(List<string> there, List<string> wanted)
    {
        var counts = there.CountBy(line => line, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return wanted.CountBy(line => line, StringComparer.Ordinal)
            .Select(line => (line.Key, line.Value - counts.GetValueOrDefault(line.Key)))
            .Where(line => line.Item2 > 0);
    }
}
