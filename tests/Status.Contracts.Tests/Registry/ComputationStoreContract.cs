using Status.Activities.Compliance;
using Status.Activities.Registry.Computations;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Registry;

/// <summary>What every store of computations does.</summary>
public abstract class ComputationStoreContract
{
    private static readonly DateTimeOffset _start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    protected abstract IComputationStore Store { get; }

    protected abstract Task<List<FactDraft>> ExecuteAsync(IReadOnlyList<Write> writes);

    [Fact]
    public async Task Record_Computation_KeepsScopeOrderAndEvidence()
    {
        var computation = Computation("c1", "g", "7", new Scope([new("project", "p"), new("class", "c")]), 1, true, false, null) with { Value = false };
        await ExecuteAsync([ComputationWrites.Record(computation, At(1)), ComputationWrites.Record(computation with { Value = true }, At(2))]);
        var (items, total) = await Store.ListAsync(new() { Group = "g" }, default);
        Assert.Equal(1, total);
        Assert.False(items[0].Value);
        Assert.Equal(["project", "class"], items[0].Scope.Select(member => member.Key));
        Assert.Equal([true, false, null], items[0].Evidences.Select(evidence => evidence.Result));
        Assert.Equal(computation.Window, items[0].Window);
        Assert.Null((await Store.FindGroupAsync("g", default))!.DoneAt);
        Assert.Null(await Store.FindGroupAsync("other", default));
    }

    [Fact]
    public async Task Complete_Group_IsAnnouncedOnce()
    {
        Assert.Empty(await ExecuteAsync([ComputationWrites.Start("g", At(0), "run1")]));
        var fact = Assert.Single(await ExecuteAsync([ComputationWrites.Complete("g", ["a"], ["7"], At(1))]));
        Assert.Equal("g", fact.CorrelationId);
        Assert.Empty(await ExecuteAsync([ComputationWrites.Complete("g", ["a"], ["7"], At(2))]));
        Assert.Equal(At(1), (await Store.FindGroupAsync("g", default))!.DoneAt);
    }

    [Fact]
    public async Task Summarise_SeveralQueries_AnswersEachInItsPlace()
    {
        var spain = new Scope([new("country", "ES"), new("member", "x")]);
        var france = new Scope([new("country", "FR"), new("member", "y")]);
        await RunAsync("g1", 1, Computation("c1", "g1", "7", spain, 1, true, true, false), Computation("c2", "g1", "7", france, 1, false));
        await RunAsync("g2", 2, Computation("c3", "g2", "7", spain, 2, true));
        await ExecuteAsync([ComputationWrites.Record(Computation("c4", "open", "7", spain, 3, false), At(3))]);
        await RunAsync("g5", 5, Computation("c5", "g5", "8", spain, 5));
        var window = new TimeWindow(At(0), At(4));
        var anywhere = new Scope([new("country", Scope.Any)]);
        var inSpain = new Scope([new("country", "ES"), new("member", Scope.Any)]);
        var summaries = await Store.SummariseAsync(
            [
                new("7", anywhere, window, "g1"),
                new("7", inSpain, window, "g1"),
                new("7", inSpain, window, null),
                new("7", inSpain, new(At(3), At(4)), null),
                new("7", inSpain, window, "open"),
                new("9", Scope.Empty, window, "g1"),
                new("8", Scope.Empty, window, null),
                new("8", Scope.Empty, window, "g5"),
            ],
            default);
        Assert.Equal(
            [new("g1", 2, 4), new("g1", 2, 3), new("g2", 1, 1), ComputationSummary.None, new("g2", 1, 1), ComputationSummary.None, ComputationSummary.None, new("g5", 0, 0)],
            summaries);
        Assert.Equal([50m, 67m, 100m, null, 100m, null, null, null], summaries.Select(summary => summary.Percent));
    }

    [Fact]
    public async Task List_Filters_PagesNewestFirst()
    {
        for (var minute = 1; minute <= 5; minute++) await ExecuteAsync([ComputationWrites.Record(Computation($"c{minute}", "g", minute % 2 == 0 ? "7" : "8", Scope.Empty, minute), At(minute))]);
        var (page, total) = await Store.ListAsync(new() { Skip = 1, Take = 2 }, default);
        Assert.Equal(5, total);
        Assert.Equal(["c4", "c3"], page.Select(computation => computation.Id));
        Assert.Equal(2, (await Store.ListAsync(new() { ControlId = "7" }, default)).Total);
        Assert.Equal(2, (await Store.ListAsync(new() { From = At(2), To = At(4) }, default)).Total);
    }

    private async Task RunAsync(string group, int minute, params Computation[] computations) =>
        await ExecuteAsync([.. computations.Select(computation => ComputationWrites.Record(computation, At(minute))), ComputationWrites.Complete(group, [], [], At(minute))]);

    private static Computation Computation(string id, string group, string control, Scope scope, int minute, params bool?[] results) => new(
        id, group, null, scope, [.. results.Select((result, i) => new EvidenceItem($"{id}-{i}", "key", (double)i, result))], new(At(minute - 1), At(minute)), control);

    private static DateTimeOffset At(int minute) => _start.AddMinutes(minute);
}
