namespace Status.Host.Tests.Crashes;

/// <summary>What must follow from each accepted item: every link of the chain once, and one ledger entry.</summary>
internal static class ItemChains
{
    public static readonly string[] Links = ["crash.accepted", "ledger.entry-enlisted", "ledger.posted", "crash.recorded"];

    /// <summary>What is lost or doubled; empty when nothing is. Items that were committed but whose answer was lost with the host are held to the same.</summary>
    public static List<string> FindProblems(IReadOnlyCollection<int> accepted, IReadOnlyList<ItemFact> facts, IReadOnlyList<string> ledgerKeys)
    {
        var problems = new List<string>();
        if (!facts.Select(fact => fact.Position).SequenceEqual(Enumerable.Range(1, facts.Count).Select(i => (long)i))) problems.Add("the positions of the feed have a gap or are out of order");
        var byItem = facts.Where(fact => fact.Item is not null && Links.Contains(fact.Type)).ToLookup(fact => fact.Item!.Value);
        problems.AddRange(accepted.Where(item => !byItem.Contains(item)).Select(item => $"item {item} was accepted and is lost"));
        problems.AddRange(byItem.Where(item => !Links.Order().SequenceEqual(item.Select(fact => fact.Type).Order())).Select(item => $"item {item.Key} left {string.Join(", ", item.Select(fact => fact.Type))}"));
        var keys = ledgerKeys.Where(key => key.StartsWith("crash-", StringComparison.Ordinal)).ToList();
        problems.AddRange(ledgerKeys.GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"ledger key {group.Key} stands {group.Count()} times"));
        problems.AddRange(byItem.Select(item => $"crash-{item.Key}").Except(keys, StringComparer.Ordinal).Select(key => $"ledger key {key} is missing"));
        problems.AddRange(keys.Except(byItem.Select(item => $"crash-{item.Key}"), StringComparer.Ordinal).Select(key => $"ledger key {key} follows from nothing"));
        return problems;
    }
}
