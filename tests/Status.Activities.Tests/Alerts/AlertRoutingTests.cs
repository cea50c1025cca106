using Status.Activities.Alerts;
using Status.Activities.Alerts.Routing;
using Status.Activities.Alerts.Storage;
using Status.Testing;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Alerts;

public sealed class AlertRoutingTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly AlertTestBed _bed = new(database.DataSource);

    [Fact]
    public async Task Await_OfAFiringAlert_WaitsForTheConditionAndTheTime()
    {
        var (_, alert, _) = await _bed.RaiseAsync("wait");
        var activity = Await(alert);
        var context = await _bed.RunAsync(activity);
        Assert.Empty(context.Outcomes);
        Assert.Equal(alert["fingerprint"], Assert.Single(context.Bookmarks).Stimulus["Fingerprint"]);
        Assert.Equal(_bed.Time.GetUtcNow().AddMinutes(15), Assert.Single(context.Timers).Due);

        await AcknowledgeAsync(alert);
        await context.ResumeAsync(context.Bookmarks[0].Callback!);

        Assert.Equal(["Acknowledged"], context.Outcomes);
        Assert.Equal("ada", ((DataObject)context.Output(activity.Result)!)["acknowledgedBy"]);
    }

    [Fact]
    public async Task Await_WhenTheTimeHasPassed_BelievesTheStoreAndNotTheClock()
    {
        var (_, alert, _) = await _bed.RaiseAsync("late");
        var unanswered = await _bed.RunAsync(Await(alert));
        await unanswered.ResumeAsync(unanswered.Timers[0].OnDue);
        Assert.Equal(["TimedOut"], unanswered.Outcomes);

        var answered = await _bed.RunAsync(Await(alert));
        await AcknowledgeAsync(alert);
        await answered.ResumeAsync(answered.Timers[0].OnDue);
        Assert.Equal(["Acknowledged"], answered.Outcomes);
    }

    [Fact]
    public async Task Await_WokenForNothing_WaitsOn()
    {
        var (_, alert, _) = await _bed.RaiseAsync("woken");
        var context = await _bed.RunAsync(Await(alert));
        await context.ResumeAsync(context.Bookmarks[0].Callback!);
        Assert.Empty(context.Outcomes);
        Assert.Equal(2, context.Bookmarks.Count);
    }

    [Fact]
    public async Task Await_OfAResolvedAlert_DoesNotWait()
    {
        var (_, alert, _) = await _bed.RaiseAsync("over");
        await _bed.ResolveAsync("over");
        Assert.Equal(["Resolved"], (await _bed.RunAsync(Await(alert))).Outcomes);
    }

    [Fact]
    public async Task Responses_ToTwoRequests_AcknowledgeOnceAndWakeWhoWaits()
    {
        var (_, alert, _) = await _bed.RaiseAsync("two");
        var runs = new WaitingRuns((string)alert["fingerprint"]!);
        var follower = new AlertResponses(_bed.Store, runs, _bed.Time);

        var effect = await follower.DigestAsync([Request(7, alert, "ada"), Request(8, alert, "bob")], default);

        Assert.Equal("alert.acknowledged", Assert.Single(effect.Facts).Fact.Type);
        Assert.Equal("ada", effect.Facts[0].Fact.Body["by"]);
        Assert.Equal(effect.Writes.Select(write => write.Key), effect.MustApply.ToList());
        var wake = Assert.Single(effect.Inbox);
        Assert.Equal((InboxItemKind.Resume, "run-1", "bookmark-1"), (wake.Kind, wake.InstanceId, wake.BookmarkId));
        await WriteExecutor.CommitAsync(database.DataSource, effect.Writes);
        Assert.Equal(FollowerEffect.None.Writes, (await follower.DigestAsync([Request(9, alert, "bob")], default)).Writes);
        Assert.Equal("ada", (await _bed.Store.FindAsync((string)alert["alertId"]!, default))!.AcknowledgedBy);
    }

    [Fact]
    public async Task Responses_ToAResolution_WakeWhoWaits()
    {
        var (_, alert, _) = await _bed.RaiseAsync("gone");
        var (_, facts) = await _bed.ResolveAsync("gone");
        var follower = new AlertResponses(_bed.Store, new WaitingRuns((string)alert["fingerprint"]!), _bed.Time);
        var effect = await follower.DigestAsync([Committed(20, facts[0])], default);
        Assert.Single(effect.Inbox);
        Assert.Empty(effect.Writes);
    }

    [Theory]
    [InlineData("critical", 0, "everything,urgent")]
    [InlineData("low", 0, "everything")]
    [InlineData("critical", 1, "boss")]
    [InlineData("low", 2, "")]
    public async Task Select_BySeverityAndTier_NamesReceivers(string severity, int tier, string expected)
    {
        Configure();
        var activity = new SelectReceivers { Severity = new(severity), Tier = new((double)tier), Result = new() };
        var context = await _bed.RunAsync(activity);
        Assert.Equal(expected, string.Join(',', (DataArray)context.Output(activity.Result)!));
        Assert.Equal([expected.Length == 0 ? "None" : "Found"], context.Outcomes);
    }

    [Fact]
    public async Task Notify_OfAReceiver_EnlistsADeliveryWithoutAddressAndSecret()
    {
        Configure();
        var activity = new NotifyReceiver { Receiver = new("urgent"), Message = new(new DataObject { ["text"] = "hello" }), Result = new() };
        var context = await _bed.RunAsync(activity);

        var fact = Assert.Single(context.Facts);
        Assert.Equal(("delivery.requested", "urgent"), (fact.Type, fact.Body["receiver"]));
        Assert.StartsWith("msg_", (string)fact.Body["id"]!, StringComparison.Ordinal);
        var json = DataJson.ToJson(fact.Body);
        Assert.DoesNotContain("urgent.example", json, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", json, StringComparison.Ordinal);
        Assert.Equal(["Enlisted"], context.Outcomes);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("off")]
    public async Task Notify_OfNobody_SaysSo(string receiver)
    {
        Configure();
        var context = await _bed.RunAsync(new NotifyReceiver { Receiver = new(receiver), Message = new("x") });
        Assert.Equal(["NoReceiver"], context.Outcomes);
        Assert.Empty(context.Facts);
    }

    private void Configure()
    {
        _bed.Receivers.Receivers["everything"] = new ReceiverOptions { Url = new Uri("https://everything.example/") };
        _bed.Receivers.Receivers["urgent"] = new ReceiverOptions { Url = new Uri("https://urgent.example/"), MinSeverity = "high", Secret = "whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ=" };
        _bed.Receivers.Receivers["boss"] = new ReceiverOptions { Url = new Uri("https://boss.example/"), Tier = 1 };
        _bed.Receivers.Receivers["off"] = new ReceiverOptions { Url = new Uri("https://off.example/"), Enabled = false };
    }

    private static AwaitAcknowledgement Await(DataObject alert) =>
        new() { AlertId = new((string?)alert["alertId"]), Timeout = new(TimeSpan.FromMinutes(15)), Result = new() };

    private Task AcknowledgeAsync(DataObject alert) => WriteExecutor.CommitAsync(
        database.DataSource, [AlertWrites.Acknowledge((string)alert["alertId"]!, "ada", null, _bed.Time.GetUtcNow(), "acknowledge/" + alert["alertId"])]);

    private Fact Request(long position, DataObject alert, string by) =>
        Committed(position, AlertRequests.Acknowledge((string)alert["alertId"]!, by, "mine"));

    private Fact Committed(long position, FactDraft draft) =>
        new() { Position = position, Type = draft.Type, Body = draft.Body, Key = draft.Key, At = _bed.Time.GetUtcNow() };

    /// <summary>One run waits for one condition.</summary>
    private sealed class WaitingRuns(string fingerprint) : IRunStore
    {
        public ValueTask<IReadOnlyList<Bookmark>> FindBookmarksAsync(string hash, string? correlationId, int take, CancellationToken cancellationToken)
        {
            var payload = AwaitAcknowledgement.StimulusFor(fingerprint);
            var waiting = Stimulus.Hash(AwaitAcknowledgement.StimulusName, payload);
            return ValueTask.FromResult<IReadOnlyList<Bookmark>>(hash != waiting ? [] :
            [
                new Bookmark
                {
                    Id = "bookmark-1", InstanceId = new InstanceId("run-1"), Name = AwaitAcknowledgement.StimulusName, Hash = hash, Payload = payload,
                    ActivityNodeId = "n", ActivityInstanceId = "e", CreatedAt = default,
                },
            ]);
        }

        public ValueTask<CommitOutcome> CommitAsync(RunCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<InstanceRecord?> LoadAsync(InstanceId id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Bookmark>> LoadBookmarksAsync(InstanceId id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<HttpReply?> LoadReplyAsync(InstanceId id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<JournalPage>> LoadJournalAsync(InstanceId id, long fromSequence, int takePages, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
