using Status.Activities.Alerts;
using Status.Activities.Alerts.Storage;
using Status.Testing;

namespace Status.Activities.Tests.Alerts;

public sealed class AlertLifeTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly AlertTestBed _bed = new(database.DataSource);

    [Fact]
    public async Task Raise_OfANewCondition_OpensOneAlertAndSaysSoOnce()
    {
        var (context, alert, facts) = await _bed.RaiseAsync("new");
        Assert.Equal(["Raised"], context.Outcomes);
        var fact = Assert.Single(facts);
        Assert.Equal(("alert.raised", alert["alertId"]), (fact.Type, fact.Body["alertId"]));

        Assert.Empty(await _bed.CommitAsync(context));
        var stored = await _bed.Store.FindAsync((string)alert["alertId"]!, default);
        Assert.Equal((AlertState.Firing, 1L, "critical"), (stored!.State, stored.Occurrences, stored.Severity));
        Assert.Equal(["raised"], (await _bed.Store.ReadTimelineAsync(stored.Id, default)).Select(e => e.Kind));
    }

    [Fact]
    public async Task Raise_WhileOneIsOpen_CountsItAndSaysNothing()
    {
        var (_, first, _) = await _bed.RaiseAsync("again");
        var (context, second, facts) = await _bed.RaiseAsync("again");

        Assert.Equal(["Deduplicated"], context.Outcomes);
        Assert.Empty(facts);
        Assert.Equal(first["alertId"], second["alertId"]);
        await _bed.CommitAsync(context);
        Assert.Equal(2, (await _bed.Store.FindAsync((string)first["alertId"]!, default))!.Occurrences);
    }

    [Fact]
    public async Task Raise_ByManyAtOnce_OpensExactlyOne()
    {
        // All of them looked before any of them committed: every one believes it is the first.
        var contexts = new List<ActivityTestContext>();
        for (var i = 0; i < 12; i++) contexts.Add(await _bed.RunAsync(AlertTestBed.Raise("crowd")));
        Assert.All(contexts, context => Assert.Equal(["Raised"], context.Outcomes));

        var facts = (await Task.WhenAll(contexts.Select(_bed.CommitAsync))).SelectMany(drafts => drafts).ToList();

        Assert.Single(facts);
        var page = await _bed.Store.ListAsync(new AlertFilter { GuaranteeId = "crowd" }, default);
        Assert.Equal(12, Assert.Single(page.Items).Occurrences);
    }

    [Fact]
    public async Task Raise_AfterItWasResolved_OpensAnother()
    {
        await _bed.RaiseAsync("return");
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        var (_, resolved) = await _bed.ResolveAsync("return");
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        var (_, _, facts) = await _bed.RaiseAsync("return");

        Assert.Equal("alert.resolved", Assert.Single(resolved).Type);
        Assert.Equal("alert.raised", Assert.Single(facts).Type);
        var states = (await _bed.Store.ListAsync(new AlertFilter { GuaranteeId = "return", Ascending = true }, default)).Items.Select(alert => alert.State);
        Assert.Equal([AlertState.Resolved, AlertState.Firing], states);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ViolationAndRestoration_HandledInEitherOrder_EndResolved(bool restorationFirst)
    {
        var guarantee = "order-" + restorationFirst;
        var violated = _bed.Time.GetUtcNow();
        var restored = violated.AddMinutes(1);
        _bed.Time.Advance(TimeSpan.FromMinutes(5));
        if (restorationFirst)
        {
            await _bed.ResolveAsync(guarantee, restored);
            Assert.Empty((await _bed.RaiseAsync(guarantee, violated)).Facts);
        }
        else
        {
            await _bed.RaiseAsync(guarantee, violated);
            Assert.Single((await _bed.ResolveAsync(guarantee, restored)).Facts);
        }

        Assert.Equal(0, (await OpenAsync(guarantee)).Total);
        Assert.Single((await _bed.RaiseAsync(guarantee, restored.AddSeconds(1))).Facts);
        Assert.Empty((await _bed.ResolveAsync(guarantee, restored)).Facts);
        Assert.Equal(1, (await OpenAsync(guarantee)).Total);
    }

    [Fact]
    public async Task ViolationAndRestoration_CommittedAtOnce_NeverLeaveAnOldAlertOpen()
    {
        for (var round = 0; round < 20; round++)
        {
            var guarantee = "race-" + round;
            var violated = _bed.Time.GetUtcNow();
            var raise = await _bed.RunAsync(AlertTestBed.Raise(guarantee, violated));
            var resolve = await _bed.RunAsync(AlertTestBed.Resolve(guarantee, violated.AddSeconds(1)));
            await Task.WhenAll(_bed.CommitAsync(raise), _bed.CommitAsync(resolve));
            Assert.Equal(0, (await OpenAsync(guarantee)).Total);
        }
    }

    [Fact]
    public async Task Acknowledge_OfAFiringAlert_StaysUntilResolvedAndStopsRepetition()
    {
        var (_, alert, _) = await _bed.RaiseAsync("taken");
        var id = (string)alert["alertId"]!;
        var write = AlertWrites.Acknowledge(id, "ada", "looking", _bed.Time.GetUtcNow(), "acknowledge/1");
        await WriteExecutor.CommitAsync(database.DataSource, [write]);
        await WriteExecutor.CommitAsync(database.DataSource, [write with { Key = "acknowledge/2" }]);

        Assert.Empty((await _bed.RaiseAsync("taken")).Facts);
        Assert.Equal(AlertState.Acknowledged, (await _bed.Store.FindAsync(id, default))!.State);
        await _bed.ResolveAsync("taken");
        var resolved = await _bed.Store.FindAsync(id, default);
        Assert.Equal((AlertState.Resolved, "ada", "measured again"), (resolved!.State, resolved.AcknowledgedBy, resolved.Resolution));
        Assert.Equal(["raised", "acknowledged", "seen", "resolved"], (await _bed.Store.ReadTimelineAsync(id, default)).Select(e => e.Kind).OrderBy(Rank));
    }

    [Fact]
    public async Task Raise_WithHostileTexts_StoresThemAsText()
    {
        const string Name = "x'); drop table alerts.alerts; --\u0001{{title}}";
        var (_, alert, _) = await _bed.RaiseAsync(Name);
        var stored = await _bed.Store.FindAsync((string)alert["alertId"]!, default);
        Assert.Equal(Name, stored!.GuaranteeId);
        Assert.DoesNotContain('\u0001', stored.Title);
    }

    [Fact]
    public async Task Raise_WithoutACondition_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bed.RunAsync(new RaiseAlert { Title = new("what?") }));

    private static int Rank(string kind) => Array.IndexOf(["raised", "acknowledged", "seen", "resolved"], kind);

    private Task<AlertPage> OpenAsync(string guarantee) => _bed.Store.ListAsync(
        new AlertFilter { GuaranteeId = guarantee, States = [AlertState.Firing, AlertState.Acknowledged] }, default);
}
