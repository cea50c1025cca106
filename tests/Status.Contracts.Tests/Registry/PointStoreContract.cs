using System.Text;
using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Evaluation;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Registry;

/// <summary>What every store of points and states does with evaluations, in whatever order and company they come.</summary>
public abstract class PointStoreContract
{
    private static readonly DateTimeOffset _start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Agreement _agreement = ReadAgreement();

    private int _evaluations;

    protected abstract IPointStore Store { get; }

    protected abstract Task<List<FactDraft>> ExecuteAsync(IReadOnlyList<Write> writes);

    [Fact]
    public async Task Evaluate_FirstViolation_IsAnnouncedOnceWithItsReason()
    {
        var facts = await EvaluateAsync(1, 50);
        Assert.Equal(["guarantee.violated", "agreement.evaluated"], facts.Select(fact => fact.Type));
        Assert.Equal("G", facts[0].Body["guaranteeId"]);
        Assert.Equal("violated", facts[0].Body["state"]);
        Assert.Equal("VALUE >= 90 does not hold: VALUE = 50.", facts[0].Body["reason"]);
        Assert.Equal("""a/G/{"country":"ES","unit":"*"}""", facts[0].CorrelationId);
        Assert.Equal(["agreement.evaluated"], (await EvaluateAsync(2, 40)).Select(fact => fact.Type));
        var state = Assert.Single(await Store.LoadStatesAsync("a", default));
        Assert.Equal((Verdict.Violated, Verdict.Violated, 40m), (state.Verdict, state.Standing, state.Value!.Value));
        Assert.Equal(At(1), state.Since);
        Assert.Equal(["unit", "country"], state.Scope.Select(member => member.Key));
    }

    [Fact]
    public async Task Evaluate_ViolatedThenFulfilled_AnnouncesTheRestoration()
    {
        Assert.DoesNotContain(await EvaluateAsync(1, 95), fact => fact.Type != "agreement.evaluated");
        await EvaluateAsync(2, 50);
        Assert.Equal(["guarantee.restored", "agreement.evaluated"], (await EvaluateAsync(3, 95)).Select(fact => fact.Type));
        Assert.Equal(At(3), Assert.Single(await Store.LoadStatesAsync("a", default)).Since);
    }

    [Fact]
    public async Task Evaluate_WithoutData_NeitherBreaksNorRestores()
    {
        await EvaluateAsync(1, 50);
        Assert.DoesNotContain(await EvaluateAsync(2, null), fact => fact.Type != "agreement.evaluated");
        var state = Assert.Single(await Store.LoadStatesAsync("a", default));
        Assert.Equal((Verdict.NotDetermined, Verdict.Violated, null), (state.Verdict, state.Standing, state.Value));
        Assert.Equal("Not determined: VALUE has no data in the window.", state.Reason);
        Assert.DoesNotContain(await EvaluateAsync(3, 50), fact => fact.Type != "agreement.evaluated");
        Assert.Contains(await EvaluateAsync(4, 99), fact => fact.Type == "guarantee.restored");
    }

    [Fact]
    public async Task Evaluate_NothingKnownFirst_ThenViolated_IsAnnounced()
    {
        Assert.DoesNotContain(await EvaluateAsync(1, null), fact => fact.Type != "agreement.evaluated");
        Assert.Null(Assert.Single(await Store.LoadStatesAsync("a", default)).Since);
        Assert.Contains(await EvaluateAsync(2, 1), fact => fact.Type == "guarantee.violated");
    }

    [Fact]
    public async Task Evaluate_LateResult_ChangesNeitherStateNorAnnounces()
    {
        await EvaluateAsync(5, 95);
        Assert.DoesNotContain(await EvaluateAsync(4, 50), fact => fact.Type != "agreement.evaluated");
        Assert.DoesNotContain(await EvaluateAsync(5, 50), fact => fact.Type != "agreement.evaluated");
        Assert.Equal(Verdict.Fulfilled, Assert.Single(await Store.LoadStatesAsync("a", default)).Verdict);
        Assert.Equal(2, (await Store.ListAsync(new() { AgreementId = "a" }, default)).Total);
    }

    [Fact]
    public async Task Evaluate_BothReadTheSameState_OneChangeIsAnnouncedOnce()
    {
        var before = await Store.LoadStatesAsync("a", default);
        var writes = new[] { Writes(Result(1, 50, before)), Writes(Result(2, 40, before)), Writes(Result(3, 95, before)) };
        var facts = (await Task.WhenAll(writes.Select(write => Task.Run(() => ExecuteAsync(write))))).SelectMany(list => list).ToList();
        Assert.InRange(facts.Count(fact => fact.Type == "guarantee.violated"), 0, 1);
        Assert.DoesNotContain(facts, fact => fact.Type == "guarantee.restored");
        Assert.Equal(3, facts.Count(fact => fact.Type == "agreement.evaluated"));
    }

    [Fact]
    public async Task Evaluate_AgainAfterACrash_ChangesAndAnnouncesNothing()
    {
        var writes = Writes(Result(1, 50, []));
        Assert.Equal(2, (await ExecuteAsync(writes)).Count);
        Assert.Empty(await ExecuteAsync(writes));
    }

    [Fact]
    public async Task Evaluate_ShuffledRandomHistories_NeverFlapAndEndAtTheNewest()
    {
        var random = new Random(5);
        for (var round = 0; round < 15; round++)
        {
            var agreement = $"r{round}";
            var history = Enumerable.Range(1, 12).Select(minute => (Minute: minute, Value: random.Next(4) switch { 0 => (int?)null, 1 or 2 => 50, _ => 95 })).ToArray();
            random.Shuffle(history);
            var announced = new List<FactDraft>();
            foreach (var (minute, value) in history) announced.AddRange(await ExecuteAsync(Writes(Result(minute, value, await Store.LoadStatesAsync(agreement, default), agreement))));
            var changes = announced.Where(fact => fact.Type != "agreement.evaluated").ToList();
            for (var i = 0; i < changes.Count; i++) Assert.Equal(i % 2 == 0 ? "guarantee.violated" : "guarantee.restored", changes[i].Type);
            var instants = changes.ConvertAll(fact => (DateTimeOffset)fact.Body["evaluatedUntil"]!);
            Assert.Equal(instants.Order(), instants);
            var state = Assert.Single(await Store.LoadStatesAsync(agreement, default));
            Assert.Equal(At(12), state.EvaluatedUntil);
            Assert.Equal(history.Single(entry => entry.Minute == 12).Value switch { null => Verdict.NotDetermined, 50 => Verdict.Violated, _ => Verdict.Fulfilled }, state.Verdict);
            Assert.Equal(changes.Count % 2 == 1, state.Standing == Verdict.Violated);
        }
    }

    [Fact]
    public async Task List_Points_PagesNewestFirstAndFilters()
    {
        for (var minute = 1; minute <= 7; minute++) await EvaluateAsync(minute, minute % 2 == 0 ? 50 : 95);
        await ExecuteAsync(Writes(Result(3, 95, [], "other")));
        var (page, total) = await Store.ListAsync(new() { AgreementId = "a", Skip = 2, Take = 3 }, default);
        Assert.Equal(7, total);
        Assert.Equal([At(5), At(4), At(3)], page.Select(stored => stored.Point.Window.To));
        Assert.Equal(2, (await Store.ListAsync(new() { AgreementId = "a", From = At(2), To = At(4) }, default)).Total);
        Assert.Equal(1, (await Store.ListAsync(new() { ComputationGroup = "group-a-3" }, default)).Total);
        Assert.Equal(0, (await Store.ListAsync(new() { GuaranteeId = "H" }, default)).Total);
        Assert.Equal(8, (await Store.ListAsync(new(), default)).Total);
        var found = await Store.FindAsync(page[0].Id, default);
        Assert.Equal(page[0].Point.Reason, found!.Point.Reason);
        Assert.Equal(95m, found.Point.Metrics["VALUE"]);
        Assert.Null(await Store.FindAsync(Guid.Empty, default));
    }

    [Fact]
    public async Task Evaluate_SameWindowLater_ReplacesThePointAndKeepsItsId()
    {
        await EvaluateAsync(1, 95, windowEnd: 10);
        var first = Assert.Single((await Store.ListAsync(new(), default)).Items);
        await EvaluateAsync(2, 50, windowEnd: 10);
        await EvaluateAsync(1, 95, windowEnd: 10);
        var second = Assert.Single((await Store.ListAsync(new(), default)).Items);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal((Verdict.Violated, At(2)), (second.Point.Verdict, second.Point.EvaluatedUntil));
    }

    [Fact]
    public async Task Summarize_Points_CountsEachStepOnceFromTheFirstPointOn()
    {
        foreach (var (minute, value) in new (int, int?)[] { (3, 95), (4, 50), (5, null), (9, 97) }) await EvaluateAsync(minute, value);
        await ExecuteAsync(Writes(Result(4, 95, [], "other")));
        var summary = await Store.SummarizeAsync(new(_start.AddHours(-1), At(10), 5) { AgreementIds = ["a"], GuaranteeId = "G" }, default);
        // Seven minutes in four steps: two minutes each, on even minutes.
        Assert.Equal((At(2), TimeSpan.FromMinutes(2)), (summary.From, summary.Step));
        Assert.Equal([At(2), At(4), At(8)], summary.Buckets.Select(bucket => bucket.From));
        var middle = summary.Buckets[1];
        Assert.Equal((50m, 50m, 50m, At(5)), (middle.Value, middle.Lowest, middle.Highest, middle.At));
        Assert.Equal((0, 1, 1, Verdict.Violated), (middle.Fulfilled, middle.Violated, middle.NotDetermined, middle.Verdict));
        Assert.Equal(5, (await Store.SummarizeAsync(new(_start, At(10), 1000), default)).Buckets.Count);
        Assert.Empty((await Store.SummarizeAsync(new(At(20), At(30), 10), default)).Buckets);
    }

    [Fact]
    public async Task Summarize_OpenWindow_CountsWhereItWasEvaluated()
    {
        await EvaluateAsync(2, 95, windowEnd: 600);
        Assert.Equal(At(2), Assert.Single((await Store.SummarizeAsync(new(_start, At(10), 10), default)).Buckets).At);
    }

    [Fact]
    public async Task LoadStates_OfSeveralAgreements_ComesInOneAnswer()
    {
        foreach (var agreement in new[] { "b", "c", "d" }) await ExecuteAsync(Writes(Result(1, 95, [], agreement)));
        Assert.Equal(["b", "d"], (await Store.LoadStatesAsync(["d", "b", "none"], default)).Select(state => state.AgreementId));
    }

    [Fact]
    public async Task FindEvaluated_OfAGroup_NamesTheAgreementsThatAreDone()
    {
        await EvaluateAsync(1, 95);
        Assert.Equal(["a"], await Store.FindEvaluatedAsync("group-a-1", ["a", "b"], default));
        Assert.Empty(await Store.FindEvaluatedAsync("group-a-2", ["a", "b"], default));
    }

    private async Task<List<FactDraft>> EvaluateAsync(int minute, int? value, int? windowEnd = null) =>
        await ExecuteAsync(Writes(Result(minute, value, await Store.LoadStatesAsync("a", default), "a", windowEnd)));

    private IReadOnlyList<Write> Writes((Evaluation Evaluation, IReadOnlyList<GuaranteeState> Before) result) =>
        EvaluationWrites.Create(result.Evaluation, result.Before, $"evaluation{Interlocked.Increment(ref _evaluations)}", "run1");

    private static (Evaluation Evaluation, IReadOnlyList<GuaranteeState> Before) Result(int minute, int? value, IReadOnlyList<GuaranteeState> before, string agreement = "a", int? windowEnd = null)
    {
        var guarantee = _agreement.Guarantees[0];
        var verdict = value switch { null => Verdict.NotDetermined, >= 90 => Verdict.Fulfilled, _ => Verdict.Violated };
        var reason = value is null ? "Not determined: VALUE has no data in the window." : $"VALUE >= 90 {(value >= 90 ? "holds" : "does not hold")}: VALUE = {value}.";
        var point = new Point(
            agreement, 1, "G", guarantee.Elements[0].Scope, new(_start, At(windowEnd ?? minute)), At(minute), verdict, value, "VALUE >= 90",
            new Dictionary<string, decimal?> { ["VALUE"] = value }, reason, $"group-{agreement}-{minute}");
        return (new(agreement, "Agreement", 1, At(minute), $"group-{agreement}-{minute}", [new(guarantee.Description, guarantee.Severity, point)]), before);
    }

    private static DateTimeOffset At(int minute) => _start.AddMinutes(minute);

    private static Agreement ReadAgreement()
    {
        const string Json = """
            {"id":"a","terms":{"metrics":{"VALUE":{"measure":{"series":"v","aggregate":"avg"}}},
              "guarantees":[{"id":"G","of":[{"scope":{"unit":"*","country":"ES"},"objective":"VALUE >= 90","window":{"type":"dynamic","period":"hourly"}}]}]}}
            """;
        Assert.True(new AgreementReader(new()).TryRead(Encoding.UTF8.GetBytes(Json), out var agreement, out _, out var problems), string.Join('\n', problems));
        return agreement!;
    }
}
