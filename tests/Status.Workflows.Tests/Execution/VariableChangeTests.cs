using System.Text;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using Status.Workflows.Primitives;

namespace Status.Workflows.Tests.Execution;

/// <summary>Variables that are changed from outside while a run waits.</summary>
public sealed class VariableChangeTests
{
    [Fact]
    public async Task Change_RunThatWaits_IsCommittedAndUsedLater()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(Waiting());

        await ChangeAsync(host, run.InstanceId, "1", new DataObject { ["n"] = 41d, ["title"] = "changed" });

        var stored = (await host.LoadAsync(run.InstanceId))!;
        Assert.Equal((InstanceSubStatus.Suspended, 2L), (stored.SubStatus, stored.Revision));
        Assert.Contains("\"variables\":{\"n\":41,\"title\":\"changed\"}", Encoding.UTF8.GetString(stored.State.Span), StringComparison.Ordinal);
        await GoAsync(host);
        Assert.Equal(["41 changed"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Change_JournalledRun_LeavesALineWithTheValues()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(Waiting());

        await ChangeAsync(host, run.InstanceId, "1", new DataObject { ["n"] = "7" });

        var lines = new List<JournalRecord>();
        await foreach (var line in new JournalReader(host.Store).ReadAsync(run.InstanceId)) lines.Add(line);
        Assert.Equal(("VariablesChanged", "Workflow1"), (lines[^1].EventName, lines[^1].NodeId));
        Assert.Equal("""{"Variables":{"n":7}}""", DataJson.ToJson(lines[^1].Payload));
        Assert.Equal(Enumerable.Range(0, lines.Count).Select(i => (long)i), lines.Select(l => l.Sequence));
    }

    [Theory]
    [InlineData("n", "no number")]
    [InlineData("unknown", 1d)]
    public async Task Change_OneValueThatCannotBe_ChangesNothing(string id, object value)
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(Waiting());

        await ChangeAsync(host, run.InstanceId, "1", new DataObject { ["title"] = "changed", [id] = value });

        Assert.Empty(host.Store.Inbox);
        Assert.Equal(1, (await host.LoadAsync(run.InstanceId))!.Revision);
        await GoAsync(host);
        Assert.Equal(["1 as it was"], host.Lines);
    }

    [Theory]
    [InlineData(true, "41 as it was")]
    [InlineData(false, "1 as it was")]
    public async Task Change_ClaimedTogetherWithAResume_CountsInTheOrderOfAcceptance(bool changeFirst, string expected)
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(Waiting());
        var change = Change(run.InstanceId, "change", new DataObject { ["n"] = 41d });
        var resume = new InboxItem { Id = "resume", Kind = InboxItemKind.Resume, InstanceId = run.InstanceId.Value, BookmarkId = Assert.Single(host.Store.Bookmarks).Id };
        InboxItem[] items = changeFirst ? [change, resume] : [resume, change];
        foreach (var item in items) host.Store.Enqueue(item);

        await host.Engine.RunAsync(new ClaimedRun(run.InstanceId, items));

        Assert.Equal([expected], host.Lines);
        Assert.Empty(host.Store.Inbox);
        var state = Encoding.UTF8.GetString((await host.LoadAsync(run.InstanceId))!.State.Span);
        Assert.Equal(changeFirst, state.Contains("\"changes\":[\"change\"]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_ManyTimes_RemembersTheLastOnesOverBursts()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(Waiting());

        for (var i = 0; i < 70; i++) await ChangeAsync(host, run.InstanceId, $"c{i}", new DataObject { ["n"] = (double)i });

        var snapshot = (await new RunInspector(host.Store, host.Plans).GetAsync(run.InstanceId))!;
        Assert.Equal(Enumerable.Range(6, 64).Select(i => $"c{i}"), snapshot.Changes);
        Assert.Equal(69d, snapshot.Variables.Single(v => v.Id == "n").Value);
    }

    private static string Waiting() => new WorkflowBuilder("changed-variables")
        .Variable("n", "Int32", "1")
        .Variable("title", "String", "as it was")
        .Then("wait", "Elsa.Event", new { eventName = "go" })
        .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js("`${variables.n} ${variables.title}`") })
        .ToJson();

    private static Task GoAsync(WorkflowTestHost host) => host.SendAsync(Event.StimulusName, Event.Payload("go"));

    private static Task ChangeAsync(WorkflowTestHost host, InstanceId run, string id, DataObject values)
    {
        host.Store.Enqueue(Change(run, id, values));
        return host.PumpAsync();
    }

    private static InboxItem Change(InstanceId run, string id, DataObject values) => new() { Id = id, Kind = InboxItemKind.SetVariables, InstanceId = run.Value, Payload = values };
}
