namespace Status.Host.Tests.Crashes;

/// <summary>The comparison by which the random kills are judged sees each damage.</summary>
public sealed class ItemChainsTests
{
    private static readonly List<ItemFact> _facts = [.. ItemChains.Links.Concat(ItemChains.Links).Select((type, i) => new ItemFact(i + 1, type, i / 4))];
    private static readonly List<string> _keys = ["crash-0", "crash-1", "other"];

    [Fact]
    public void Find_NothingLostNothingDoubled_IsEmpty() => Assert.Empty(ItemChains.FindProblems([0], _facts, _keys));

    [Fact]
    public void Find_LostAcceptedRequest_IsSeen() => Assert.Equal(["item 2 was accepted and is lost"], ItemChains.FindProblems([0, 1, 2], _facts, _keys));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_LostLink_IsSeen(int link)
    {
        var left = _facts.Where((_, i) => i != link).Select((fact, i) => fact with { Position = i + 1 }).ToList();
        Assert.StartsWith("item 0 left ", Assert.Single(ItemChains.FindProblems([0, 1], left, _keys)), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_DoubledLink_IsSeen() =>
        Assert.StartsWith("item 1 left ", Assert.Single(ItemChains.FindProblems([0, 1], [.. _facts, new ItemFact(9, "ledger.posted", 1)], _keys)), StringComparison.Ordinal);

    [Fact]
    public void Find_GapInTheFeed_IsSeen() =>
        Assert.Contains("positions", Assert.Single(ItemChains.FindProblems([0, 1], [.. _facts.Select(fact => fact.Position == 8 ? fact with { Position = 9 } : fact)], _keys)), StringComparison.Ordinal);

    [Fact]
    public void Find_DoubledLostOrInventedLedgerKey_IsSeen()
    {
        Assert.Equal(["ledger key crash-1 stands 2 times"], ItemChains.FindProblems([0, 1], _facts, [.. _keys, "crash-1"]));
        Assert.Equal(["ledger key crash-1 is missing"], ItemChains.FindProblems([0, 1], _facts, ["crash-0"]));
        Assert.Equal(["ledger key crash-7 follows from nothing"], ItemChains.FindProblems([0, 1], _facts, [.. _keys, "crash-7"]));
    }
}
