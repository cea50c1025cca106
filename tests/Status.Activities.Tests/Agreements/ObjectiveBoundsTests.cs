using System.Globalization;
using System.Text;
using System.Text.Json;
using Status.Activities.Agreements.Documents;

namespace Status.Activities.Tests.Agreements;

public sealed class ObjectiveBoundsTests
{
    [Theory]
    [InlineData("A >= MIN", "A >= 99", "A")]
    [InlineData("MIN <= A", "A >= 99", "A")]
    [InlineData("p95(B) < 500 && A >= MIN", "p95(B) < 500; A >= 99", "p95(B)")]
    [InlineData("A > -5", "A > -5", "A")]
    [InlineData("A >= MIN || B < 5", "", "A")]
    [InlineData("A + B < 5", "", "A")]
    [InlineData("!(A >= 5)", "", "A")]
    public void Bounds_OfAnObjective_AreTheLimitsThatMustAllHold(string objective, string expected, string measured)
    {
        var element = Read(objective);
        Assert.Equal(expected, string.Join("; ", ObjectiveBounds.Of(element).Select(bound =>
            string.Create(CultureInfo.InvariantCulture, $"{bound.Metric} {bound.Comparison} {bound.Value}"))));
        Assert.Equal(measured, ObjectiveBounds.MeasuredMetric(element));
    }

    private static GuaranteeElement Read(string objective)
    {
        var json = $$$$"""
            {"id":"a","context":{"definitions":{"parameters":{"MIN":99}}},
             "terms":{"metrics":{"A":{"measure":{"series":"a","aggregate":"avg"}},"B":{"measure":{"series":"b","aggregate":"avg"}}},
              "guarantees":[{"id":"G","of":[{"objective":{{{{JsonSerializer.Serialize(objective)}}}},"window":{"type":"dynamic","period":"hourly"}}]}]}}
            """;
        Assert.True(new AgreementReader(new()).TryRead(Encoding.UTF8.GetBytes(json), out var agreement, out _, out var problems), string.Join('\n', problems));
        return agreement!.Guarantees[0].Elements[0];
    }
}
