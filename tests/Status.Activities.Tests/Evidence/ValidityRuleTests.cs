using Status.Activities.Evidence;

namespace Status.Activities.Tests.Evidence;

public sealed class ValidityRuleTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, null, null, nameof(EvidenceValidity.NotYetValid))]
    [InlineData(0, null, null, nameof(EvidenceValidity.Valid))]
    [InlineData(59, 60, null, nameof(EvidenceValidity.Valid))]
    [InlineData(60, 60, null, nameof(EvidenceValidity.Expired))]
    [InlineData(30, 60, 30, nameof(EvidenceValidity.Valid))]
    [InlineData(31, 60, 30, nameof(EvidenceValidity.TooOld))]
    [InlineData(61, 60, 30, nameof(EvidenceValidity.Expired))]
    [InlineData(100_000, null, null, nameof(EvidenceValidity.Valid))]
    public void Decide_AtMinutesAfterCollection_SaysWhatCounts(int at, int? until, int? maxAge, string expected)
    {
        var verdict = ValidityRule.Decide(
            _noon, _noon, until is { } end ? _noon.AddMinutes(end) : null, _noon.AddMinutes(at), maxAge is { } age ? TimeSpan.FromMinutes(age) : null);
        Assert.Equal(expected, verdict.ToString());
    }

    [Fact]
    public void Until_OfAnInstantAndADuration_TakesTheInstant() =>
        Assert.Equal(_noon.AddHours(1), ValidityRule.Until(_noon, _noon.AddHours(1), TimeSpan.FromDays(1)));

    [Fact]
    public void Until_OfZero_NeverEnds() => Assert.Null(ValidityRule.Until(_noon, null, TimeSpan.Zero));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Until_NotAfterTheStart_IsRefused(int minutes) =>
        Assert.Throws<ArgumentException>(() => ValidityRule.Until(_noon, _noon.AddMinutes(minutes), null));
}
