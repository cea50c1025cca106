namespace Status.Host.Tests.Shipped;

/// <summary>The comparison by which the kill tests judge sees what a kill could do: each damage alone turns it red.</summary>
public sealed class ChainTraceTests
{
    private static readonly ChainTrace _sound = new(
        [new(1, "computation.completed", "a", 0), new(2, "agreement.evaluated", "b", 1), new(3, "guarantee.violated", "c", 1), new(4, "ledger.posted", "d", 2), new(5, "audit.sign-in", "e", 0)],
        ["k1", "k2"], ["m1"], []);

    [Fact]
    public void Compare_SameRunInAnotherOrder_IsTheSame()
    {
        // Who commits first gets the lower position, keys of runs that an event started follow it, a message came twice, somebody signed in once more.
        var other = new ChainTrace(
            [new(1, "audit.sign-in", "x", 0), new(2, "computation.completed", "a", 0), new(3, "guarantee.violated", "C", 2), new(4, "agreement.evaluated", "B", 2), new(5, "ledger.posted", "D", 4), new(6, "audit.sign-in", "y", 0)],
            ["k2", "k1"], ["m1", "m1"], []);
        Assert.Empty(other.DifferencesFrom(_sound));
    }

    [Fact]
    public void Compare_LostFact_IsSeen() =>
        Assert.Equal(["fact missing (1): ledger.posted < agreement.evaluated < computation.completed a"], (_sound with { Facts = [.. _sound.Facts.Where(f => f.Position != 4)] }).DifferencesFrom(_sound));

    [Fact]
    public void Compare_LostFactInTheMiddle_IsSeen() =>
        Assert.Contains("fact missing (1): agreement.evaluated < computation.completed a", (_sound with { Facts = [.. _sound.Facts.Where(f => f.Position != 2)] }).DifferencesFrom(_sound));

    [Theory]
    [InlineData("c", "fact twice: guarantee.violated c")]
    [InlineData("another key", "fact too much (1): guarantee.violated < computation.completed a")]
    public void Compare_DoubledFact_IsSeen(string key, string difference) =>
        Assert.Contains(difference, (_sound with { Facts = [.. _sound.Facts, new(6, "guarantee.violated", key, 1)] }).DifferencesFrom(_sound));

    [Fact]
    public void Compare_FactOfAnotherCause_IsSeen() =>
        Assert.Equal(2, (_sound with { Facts = [.. _sound.Facts.Select(f => f.Position == 4 ? f with { Cause = 3 } : f)] }).DifferencesFrom(_sound).Count);

    [Fact]
    public void Compare_DoubledOrLostLedgerKey_IsSeen()
    {
        Assert.Contains("ledger key twice: k1", (_sound with { LedgerKeys = ["k1", "k1"] }).DifferencesFrom(_sound));
        Assert.Equal(["1 ledger entries instead of 2"], (_sound with { LedgerKeys = ["k1"] }).DifferencesFrom(_sound));
    }

    [Fact]
    public void Compare_LostMessageOrParkedItem_IsSeen()
    {
        Assert.Equal(["0 messages instead of 1"], (_sound with { Messages = [] }).DifferencesFrom(_sound));
        Assert.Equal(["parked: 1 x: impossible"], (_sound with { Parked = ["1 x: impossible"] }).DifferencesFrom(_sound));
    }
}
