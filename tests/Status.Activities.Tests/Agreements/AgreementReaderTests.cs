using System.Text;
using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;

namespace Status.Activities.Tests.Agreements;

public sealed class AgreementReaderTests
{
    /// <summary>An agreement as upstream's catalogs make it.</summary>
    internal const string Upstream = """
        { "id": "tpa-6d1f0c1e-5f0a-4a53-9d1b-0c8f5c1b7a11", "version": "1.0.0", "type": "agreement", "x-owner": {"team": 7},
          "context": { "validity": {"initial":"2022-01-01","timeZone":"Europe/Madrid","startDate":"2025-01-01T00:00:00Z","endDate":"2035-12-31T23:59:59Z"},
            "definitions": {"schemas":{}, "scopes":{}} },
          "terms": {
            "metrics": { "INVOICE_APPROVED_METRIC": {
                "collector": {"infrastructurePath":"status-backend","endpoint":"/api/v1/computations","type":"POST-GET-V1-STATUS","config":{}},
                "measure": {"endpoint":"/invoice-approved","params":{},"scope":{}} } },
            "guarantees": [ { "id":"INVOICE_APPROVED","notes":"","description":"Each invoice is approved before payment",
                "scope": {"country":{"name":"country","type":"string","default":"*"}, "declaration":{"type":"string","default":"*"}},
                "of": [ {"scope":{"country":"ES"},"objective":"INVOICE_APPROVED_METRIC >= 90",
                         "with":{"INVOICE_APPROVED_METRIC":{}},
                         "window":{"type":"static","initial":"2022-01-01","period":"monthly"}} ] } ] } }
        """;

    [Fact]
    public void TryRead_UpstreamDocument_IsAccepted()
    {
        var agreement = Read(Upstream);
        Assert.Equal("Europe/Madrid", agreement.Zone.Id);
        var element = Assert.Single(Assert.Single(agreement.Guarantees).Elements);
        Assert.Equal("""{"country":"ES","declaration":"*"}""", element.Scope.Key);
        Assert.Equal(["country", "declaration"], element.Scope.Select(member => member.Key));
        Assert.IsType<ComputedMetric>(Assert.Single(element.Metrics));
        Assert.Equal(ControlPeriod.Monthly, element.Window.Period);
    }

    [Fact]
    public void TryRead_ShippedAgreement_HasFiveGuarantees()
    {
        var agreement = Read(File.ReadAllText(Path.Combine(Repository.Root, "workflows/agreements/platform-service-levels.json")));
        Assert.Equal(["AVAILABILITY", "LATENCY", "CPU", "MEMORY", "DISK"], agreement.Guarantees.Select(guarantee => guarantee.Id));
        Assert.Equal("Platform service levels", agreement.Name);
    }

    [Theory]
    [InlineData("\"INVOICE_APPROVED_METRIC >= 90\"", "\"NOBODY >= 90 && INVOICE_APPROVED_METRIC > \"", "$.terms.guarantees[0].of[0].objective", "column")]
    [InlineData("\"INVOICE_APPROVED_METRIC >= 90\"", "\"NOBODY >= 90\"", "$.terms.guarantees[0].of[0].objective", "'NOBODY' is not declared")]
    [InlineData("\"INVOICE_APPROVED_METRIC >= 90\"", "\"avg(INVOICE_APPROVED_METRIC) >= 90\"", "$.terms.guarantees[0].of[0].objective", "without an aggregate")]
    [InlineData("\"INVOICE_APPROVED_METRIC >= 90\"", "12", "$.terms.guarantees[0].of[0].objective", "Expected text")]
    [InlineData("Europe/Madrid", "Europe/Madird", "$.context.validity.timeZone", "not a time zone")]
    [InlineData("\"period\":\"monthly\"", "\"period\":\"secondly\"", "$.terms.guarantees[0].of[0].window.period", "not a period")]
    [InlineData("\"type\":\"static\"", "\"type\":\"sliding\"", "$.terms.guarantees[0].of[0].window.type", "'static' or 'dynamic'")]
    [InlineData("\"initial\":\"2022-01-01\",\"period\"", "\"initial\":\"31.1.2022\",\"period\"", "$.terms.guarantees[0].of[0].window.initial", "not a date")]
    [InlineData("\"initial\":\"2022-01-01\",\"period\"", "\"length\":0.5,\"period\"", "$.terms.guarantees[0].of[0].window.length", "whole number")]
    [InlineData("\"with\":{\"INVOICE_APPROVED_METRIC\"", "\"with\":{\"OTHER\"", "$.terms.guarantees[0].of[0].with.OTHER", "not declared")]
    [InlineData("\"type\": \"agreement\"", "\"type\": \"contract\"", "$.type", "not a type")]
    [InlineData("tpa-6d1f0c1e", "tpa/../6d", "$.id", "at most 100")]
    [InlineData("\"id\":\"INVOICE_APPROVED\",", "", "$.terms.guarantees[0].id", "missing")]
    [InlineData("\"endpoint\":\"/invoice-approved\"", "\"series\":\"x\",\"aggregate\":\"mode\"", "$.terms.metrics.INVOICE_APPROVED_METRIC.measure.aggregate", "known are avg")]
    [InlineData("\"endpoint\":\"/invoice-approved\"", "\"series\":\"x\"", "$.terms.guarantees[0].of[0].objective", "names no aggregate")]
    [InlineData("\"endpoint\":\"/invoice-approved\"", "\"series\":\"x\",\"aggregate\":\"ratio\",\"good\":\"<= NaN\"", "$.terms.metrics.INVOICE_APPROVED_METRIC.measure.good", "'<= 500'")]
    [InlineData("\"x-owner\": {\"team\": 7}", "\"x-owner\": \"a\\u0000b\"", "$.x-owner", "NUL")]
    [InlineData("\"x-owner\": {\"team\": 7}", "\"x-owner\": \"\\ud800\"", "$.x-owner", "surrogate")]
    public void TryRead_OneMistake_IsNamedWithItsPath(string original, string mistake, string path, string part)
    {
        Assert.Contains(original, Upstream, StringComparison.Ordinal);
        var problems = Problems(Upstream.Replace(original, mistake, StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Path == path && problem.Message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void TryRead_ManyMistakes_AreNamedTogether()
    {
        var problems = Problems("""
            { "id": "a", "context": { "validity": {"timeZone": "Moon"} },
              "terms": { "metrics": { "M": {"measure": {}}, "N": 5 },
                "guarantees": [ {"id": "G", "of": [{"objective": "M >= ", "window": {"period": "daily"}}]}, {"id": "G", "of": []}, "x" ] } }
            """);
        Assert.Equal(
            [
                "$.context.validity.timeZone", "$.terms.metrics.M.measure", "$.terms.metrics.N",
                "$.terms.guarantees[0].of[0].window.initial", "$.terms.guarantees[0].of[0].objective",
                "$.terms.guarantees[1].id", "$.terms.guarantees[1].of", "$.terms.guarantees[2]",
            ],
            problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"agreement\"")]
    [InlineData("{}")]
    [InlineData("""{"id": NaN}""")]
    [InlineData("""{"id": "a", "id": "b"}""")]
    [InlineData("""{"id": "a", "\ud800": "b"}""")]
    [InlineData("""{"terms": {"guarantees": {}}, "id": 7, "context": []}""")]
    [InlineData("""{"id": "a", "terms": {"guarantees": [{"id":"g","of":[{"scope":{"a":[]},"objective":"1 > 0","window":{"period":"daily","initial":"1e9"}}]}]}}""")]
    public void TryRead_NoAgreement_GivesProblemsNotExceptions(string text) => Assert.NotEmpty(Problems(text));

    [Fact]
    public void TryRead_HostileSizes_AreRefusedQuickly()
    {
        Assert.Contains(Problems(new string(' ', 10_000_000)), problem => problem.Message.Contains("10000000 bytes", StringComparison.Ordinal));
        Assert.Contains(Problems(string.Concat(Enumerable.Repeat("{\"a\":", 5000))), problem => problem.Path == "$");
        Assert.Contains(Problems(new string('[', 100_000)), problem => problem.Path == "$");
        var guarantees = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"id":"g{{i}}"}"""));
        Assert.Contains(Problems("""{"id":"a","terms":{"guarantees":[""" + guarantees + "]}}"), problem => problem.Message.Contains("10000 guarantees", StringComparison.Ordinal));
        var elements = string.Join(',', Enumerable.Repeat("7", 20_000));
        var flood = Problems("""{"id":"a","terms":{"guarantees":[{"id":"g","of":[""" + elements + "]}]}}");
        Assert.InRange(flood.Count, 100, 201);
    }

    [Fact]
    public void TryRead_CutAnywhereOrWithAnyByteChanged_NeverThrows()
    {
        var bytes = Encoding.UTF8.GetBytes(Upstream);
        var random = new Random(11);
        for (var i = 0; i < 3000; i++)
        {
            var copy = bytes.ToArray();
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
            var piece = i % 3 == 0 ? copy.AsMemory(0, random.Next(copy.Length)) : copy;
            var accepted = new AgreementReader(new()).TryRead(piece, out var agreement, out _, out var problems);
            Assert.Equal(accepted, agreement is not null);
            Assert.Equal(accepted, problems.Count == 0);
        }
    }

    internal static Agreement Read(string json)
    {
        Assert.True(new AgreementReader(new()).TryRead(Encoding.UTF8.GetBytes(json), out var agreement, out _, out var problems), string.Join('\n', problems));
        return agreement!;
    }

    private static IReadOnlyList<AgreementProblem> Problems(string json)
    {
        Assert.False(new AgreementReader(new()).TryRead(Encoding.UTF8.GetBytes(json), out var agreement, out _, out var problems));
        Assert.Null(agreement);
        return problems;
    }
}
