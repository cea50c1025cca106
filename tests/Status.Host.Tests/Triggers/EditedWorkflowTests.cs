using System.Text.Json;
using Status.Host.Tests.Hosting;
using Status.Host.Tests.Shipped;

namespace Status.Host.Tests.Triggers;

/// <summary>Each shipped definition is only a file: an edit changes what the host does, without a build. Edits of definitions that do not touch each other are executed together.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class EditedWorkflowTests(EditedWorkflowTests.Baseline baseline, EditedWorkflowTests.Announcing announcing, EditedWorkflowTests.Keeping keeping)
    : IClassFixture<EditedWorkflowTests.Baseline>, IClassFixture<EditedWorkflowTests.Announcing>, IClassFixture<EditedWorkflowTests.Keeping>, IDisposable
{
    private readonly ShippedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ComplianceCheck_WithAStepInserted_PublishesItsEventAndAnswersDifferently()
    {
        var edited = announcing.Run;
        Assert.DoesNotContain(baseline.Run.Facts, fact => fact.Type == "check.announced");
        Assert.Equal(5, Assert.Single(edited.Facts, fact => fact.Type == "check.announced").Body.GetProperty("controls").GetInt32());
        Assert.Equal("""{"edited":true}""", edited.Answer.GetRawText());
        Assert.False(baseline.Run.Answer.TryGetProperty("edited", out _));
    }

    [Fact]
    public void AlertRouting_WithTheReceiverSwapped_TellsTheOtherOne()
    {
        var edited = announcing.Run;
        Assert.Contains("AVAILABILITY", Assert.Single(baseline.Run.ToldOps), StringComparison.Ordinal);
        Assert.Empty(baseline.Run.ToldSecurity);
        Assert.Empty(edited.ToldOps);
        Assert.Contains("AVAILABILITY", Assert.Single(edited.ToldSecurity), StringComparison.Ordinal);
    }

    [Fact]
    public void LedgerPosting_WithTheLedgerStepDropped_LeavesNoEntryAndTheRestGoesOn()
    {
        var edited = keeping.Run;
        Assert.NotEmpty(baseline.Run.LedgerKeys);
        Assert.Empty(edited.LedgerKeys);
        Assert.Equal(baseline.Run.Types.Where(type => !type.StartsWith("ledger.", StringComparison.Ordinal)), edited.Types);
        Assert.Single(edited.ToldOps);
    }

    [Fact]
    public void EvidenceCollection_WithAnotherValidity_KeepsEvidenceForThatLong()
    {
        var edited = keeping.Run;
        Assert.All(Validities(baseline.Run), validity => Assert.Equal(TimeSpan.FromDays(30), validity));
        Assert.Equal(5, Validities(edited).Count);
        Assert.All(Validities(edited), validity => Assert.Equal(TimeSpan.FromDays(1), validity));
    }

    [Fact]
    public async Task AgreementEvaluation_OfOneGuaranteeOnly_FindsNoOtherBroken()
    {
        _folder.Edit("agreement-evaluation", definition =>
            ShippedFolder.Find(definition, "EvaluateGuarantees")["guarantees"] = ShippedFolder.Input("Object", "JavaScript", "['CPU']"));

        var edited = await Run.OfAsync(_folder);

        Assert.Equal("AVAILABILITY", Assert.Single(baseline.Run.Facts, fact => fact.Type == "guarantee.violated").Body.GetProperty("guaranteeId").GetString());
        Assert.Equal(5, baseline.Run.Answer.GetProperty("states").GetArrayLength());
        Assert.DoesNotContain(edited.Facts, fact => fact.Type == "guarantee.violated");
        Assert.Equal("CPU", Assert.Single(edited.Answer.GetProperty("states").EnumerateArray()).GetProperty("guaranteeId").GetString());
        Assert.Empty(edited.ToldOps);
    }

    [Fact]
    public void ControlMetric_WithAStepInserted_PublishesTheMeasureOfEachControl()
    {
        var edited = announcing.Run;
        Assert.DoesNotContain(baseline.Run.Facts, fact => fact.Type == "control.measured");
        Assert.Equal([20, 30, 40, 50, 50], edited.Facts.Where(fact => fact.Type == "control.measured").Select(fact => fact.Body.GetProperty("value").GetDouble()).Order());
    }

    [Fact]
    public async Task Start_AfterAnEditOfTheSameFolder_PublishesTheEditedDefinition()
    {
        await using var chain = await ShippedChain.CreateAsync(_folder.Path);
        await chain.RunAsync();
        Assert.DoesNotContain(await chain.Ledger.ReadFactsAsync(), fact => fact.Type == "evaluation.announced");
        _folder.Edit("agreement-evaluation", definition => ShippedFolder.Insert(definition, "Answer", ShippedFolder.PublishEvent("Announce", "evaluation.announced", "({})")));

        await using var host = await chain.StartAsync();
        using var answer = await host.Client.PostAsync("/workflows/agreements/evaluate", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await chain.Ledger.WaitUntilQuietAsync();
        Assert.Single(await chain.Ledger.ReadFactsAsync(), fact => fact.Type == "evaluation.announced");
    }

    private static List<TimeSpan> Validities(Run run) =>
        [.. run.Facts.Where(fact => fact.Type == "evidence.collected").Select(fact => fact.Body.GetProperty("validUntil").GetDateTimeOffset() - fact.Body.GetProperty("collectedAt").GetDateTimeOffset())];

    /// <summary>What the definitions do as they ship; executed once.</summary>
    public class Baseline : IAsyncLifetime
    {
        internal Run Run { get; private set; } = null!;

        /// <inheritdoc/>
        public async Task InitializeAsync()
        {
            using var folder = new ShippedFolder();
            Edit(folder);
            Run = await Run.OfAsync(folder);
        }

        /// <inheritdoc/>
        public Task DisposeAsync() => Task.CompletedTask;

        private protected virtual void Edit(ShippedFolder folder)
        {
        }
    }

    /// <summary>A check that announces itself and answers differently, controls that announce what they measured, and alerts that another receiver is told.</summary>
    public sealed class Announcing : Baseline
    {
        private protected override void Edit(ShippedFolder folder)
        {
            folder.Edit("compliance-check", definition =>
            {
                ShippedFolder.Insert(definition, "Answer", ShippedFolder.PublishEvent("Announce", "check.announced", "({ controls: variables.Controls.length })"));
                ShippedFolder.Find(definition, "Answer")["content"] = ShippedFolder.Input("Object", "JavaScript", "({ edited: true })");
            });
            folder.Edit("control-metric", definition =>
                ShippedFolder.Insert(definition, "SetVerdict", ShippedFolder.PublishEvent("Announce", "control.measured", "({ value: variables.Measured })")));
            folder.Edit("alert-routing", definition => ShippedFolder.Find(definition, "TellNotifyReceivers")["receiver"] = ShippedFolder.Input("String", "Literal", "security"));
        }
    }

    /// <summary>Nothing is posted to the ledger, and evidence is kept for a day.</summary>
    public sealed class Keeping : Baseline
    {
        private protected override void Edit(ShippedFolder folder)
        {
            folder.Edit("ledger-posting", definition => ShippedFolder.Drop(definition, "Post", next: "KeepReceipt"));
            folder.Edit("evidence-collection", definition => ShippedFolder.Find(definition, "Store")["validFor"] = ShippedFolder.Input("TimeSpan", "Literal", "1.00:00:00"));
        }
    }

    /// <summary>What one check on a fresh database left.</summary>
    internal sealed record Run(
        JsonElement Answer,
        IReadOnlyList<(long Position, string Type, string Key, JsonElement Body)> Facts,
        IReadOnlyList<string> LedgerKeys,
        IReadOnlyList<string> ToldOps,
        IReadOnlyList<string> ToldSecurity)
    {
        public IEnumerable<string> Types => Facts.Select(fact => fact.Type).Order(StringComparer.Ordinal);

        public static async Task<Run> OfAsync(ShippedFolder folder)
        {
            await using var chain = await ShippedChain.CreateAsync(folder.Path);
            var answer = await chain.RunAsync();
            Assert.Empty(await chain.Ledger.ReadParkedAsync());
            Assert.Equal(0, chain.Ops.Unsigned + chain.Security.Unsigned);
            return new(answer, await chain.Ledger.ReadFactsAsync(), await chain.Ledger.ReadLedgerKeysAsync(), chain.Ops.Messages, chain.Security.Messages);
        }
    }
}
