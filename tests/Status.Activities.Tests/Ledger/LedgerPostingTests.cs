using System.Text;
using Status.Activities.Ledger;
using Status.Activities.Ledger.Notes;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Ledger;

/// <summary>The shipped process <c>workflows/ledger-posting.json</c>, run by the engine against the real sequencer.</summary>
public sealed class LedgerPostingTests : IAsyncLifetime
{
    private LedgerHarness _ledger = null!;
    private WorkflowTestHost _host = null!;
    private int _taken;

    public async Task InitializeAsync()
    {
        _ledger = await LedgerHarness.CreateAsync();
        _host = CreateHost();
        _host.Plans.Add(await File.ReadAllTextAsync(RepositoryFile("workflows/ledger-posting.json")));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task Run_AgreementEvaluated_PostsTheDigestOnceAndKeepsTheReceipt()
    {
        var body = DataJson.Parse("""
            {"evaluationId":"e1","agreementId":"platform","agreementName":"Platform","agreementVersion":3,"digest":"d1","fulfilled":4,"violated":1,"notDetermined":0,"states":["long"]}
            """);
        var run = await StartAsync("OnEvaluation", new DataObject { ["type"] = "agreement.evaluated", ["body"] = body });
        Assert.Equal(InstanceSubStatus.Suspended, run.SubStatus);
        await SequenceAsync();

        var entry = (await _ledger.Store.FindEntryAsync("agreement.evaluated/e1", CancellationToken.None))!.Entry;
        Assert.Equal(("agreement.evaluated", "Platform", "platform", run.InstanceId.Value), (entry.Kind, entry.Subject, entry.Agreement, entry.Instance));
        var posted = (DataObject)DataJson.Parse(entry.Body)!;
        Assert.Equal(("d1", 1.0), ((string)posted["statesSha256"]!, Convert.ToDouble(posted["violated"])));
        Assert.False(posted.ContainsKey("states"));
        var receipt = await ReceiptAsync(run.InstanceId);
        Assert.True(_ledger.Signer.Key.Verifies(SignedNote.Parse((string)receipt["checkpoint"]!)));

        var again = await StartAsync("OnEvaluation", new DataObject { ["type"] = "agreement.evaluated", ["body"] = body });
        await SequenceAsync();
        Assert.Equal(receipt["index"], (await ReceiptAsync(again.InstanceId))["index"]);
        Assert.Equal(1, (await _ledger.Store.GetHeadAsync(CancellationToken.None))!.Size);
    }

    [Fact]
    public async Task Run_EvidenceCollected_PostsItsRecord()
    {
        var body = new DataObject { ["id"] = "v1", ["digest"] = "abc", ["controlId"] = "cpu", ["agreementId"] = null };
        var run = await StartAsync("OnEvidence", new DataObject { ["type"] = "evidence.collected", ["body"] = body });
        await SequenceAsync();
        var entry = (await _ledger.Store.FindEntryAsync("evidence.collected/v1", CancellationToken.None))!.Entry;
        Assert.Equal("""{"agreementId":null,"controlId":"cpu","digest":"abc","id":"v1"}""", Encoding.UTF8.GetString(entry.Body));
        Assert.Equal(InstanceSubStatus.Finished, (await _host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Run_Request_IsAnsweredWithTheReceiptOnceItIsSigned()
    {
        var run = await RequestAsync(new DataObject { ["key"] = "mine", ["kind"] = "note", ["body"] = new DataObject { ["a"] = 1.0 } });
        Assert.Null(await _host.Store.LoadReplyAsync(run.InstanceId, CancellationToken.None));
        await SequenceAsync();
        var reply = (await _host.Store.LoadReplyAsync(run.InstanceId, CancellationToken.None))!;
        Assert.Equal(201, reply.StatusCode);
        Assert.Equal("mine", ((DataObject)DataJson.Parse(reply.Body.Span)!)["key"]);
    }

    [Fact]
    public async Task Run_RequestWithATakenKey_IsAnswered409WithTheFirstEntry()
    {
        await RequestAsync(new DataObject { ["key"] = "mine", ["kind"] = "note", ["body"] = 1.0 });
        await SequenceAsync();
        var run = await RequestAsync(new DataObject { ["key"] = "mine", ["kind"] = "note", ["body"] = 2.0 });
        await SequenceAsync();
        var reply = (await _host.Store.LoadReplyAsync(run.InstanceId, CancellationToken.None))!;
        Assert.Equal(409, reply.StatusCode);
        Assert.Contains("\"receipt\":{\"key\":\"mine\"", Encoding.UTF8.GetString(reply.Body.Span));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"note"}""")]
    [InlineData("""{"kind":"","body":1}""")]
    [InlineData("""{"kind":"note","body":1,"key":7}""")]
    [InlineData("null")]
    public async Task Run_IncompleteRequest_IsAnswered400AndPostsNothing(string body)
    {
        var run = await RequestAsync(DataJson.Parse(body));
        Assert.Equal(400, run.Reply!.StatusCode);
        Assert.DoesNotContain(_host.Facts, f => f.Type == "ledger.entry-enlisted");
    }

    [Fact]
    public async Task Run_SameEvaluationWithAnotherContent_FaultsAndNamesTheKey()
    {
        foreach (var violated in (double[])[0, 1])
        {
            await StartAsync("OnEvaluation", new DataObject { ["body"] = new DataObject { ["evaluationId"] = "e1", ["violated"] = violated } });
            await SequenceAsync();
        }

        var last = _host.Store.Commits[^1].Instance;
        Assert.Equal(InstanceSubStatus.Faulted, last.SubStatus);
        Assert.Contains("already holds another content under the key agreement.evaluated/e1", Encoding.UTF8.GetString(last.State.Span));
    }

    /// <summary>Does what the follower loop does: hands the new facts to the sequencer, commits its effect and delivers what it resumes.</summary>
    private async Task SequenceAsync()
    {
        var facts = _host.Facts.Skip(_taken).Where(f => f.Type == "ledger.entry-enlisted").ToArray();
        _taken = _host.Facts.Count;
        foreach (var item in (await _ledger.DigestAsync(facts))!.Inbox) _host.Store.Enqueue(item);
        await _host.PumpAsync();
    }

    private Task<BurstResult> RequestAsync(object? body) => StartAsync("OnRequest", new DataObject { ["method"] = "post", ["body"] = body });

    private Task<BurstResult> StartAsync(string trigger, DataObject stimulus) =>
        _host.StartAsync(new StartRun { DefinitionId = "ledger-posting", TriggerActivityId = trigger, StimulusInput = stimulus });

    private async Task<DataObject> ReceiptAsync(InstanceId id)
    {
        var state = (DataObject)DataJson.Parse((await _host.LoadAsync(id))!.State.Span)!;
        return (DataObject)((DataObject)state["output"]!)["Receipt"]!;
    }

    private static WorkflowTestHost CreateHost() => new(services => services.AddActivitiesFrom(typeof(PostToLedger).Assembly));

    private static string RepositoryFile(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Status.sln"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."), path);
    }
}
