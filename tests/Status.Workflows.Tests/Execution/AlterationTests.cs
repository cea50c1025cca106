using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

public sealed class AlterationTests
{
    private const string Flaky = "if (getVariable('ok') !== true) throw new Error('not yet'); 'went'";
    private int _item;

    [Fact]
    public async Task Retry_RunThatFaulted_GoesOnFromTheFailedActivityWithItsKeys()
    {
        await using var host = Host();
        var run = await host.RunAsync(new WorkflowBuilder("w").Variable("ok", "Boolean", "false")
            .Then("first", "Elsa.WriteLine", new { text = "first" })
            .Then("leave", "Test.Leave")
            .Then("flaky", "Elsa.RunJavaScript", new { script = Flaky })
            .Then("last", "Elsa.WriteLine", new { text = "last" }).ToJson());
        Assert.Equal(InstanceSubStatus.Faulted, run.SubStatus);

        Assert.Empty(await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.ModifyVariable, VariableId = "ok", Value = true }, new Alteration { Type = AlterationType.Retry }));

        var record = (await host.LoadAsync(run.InstanceId))!;
        Assert.Equal((InstanceSubStatus.Finished, 0), (record.SubStatus, record.IncidentCount));
        Assert.Equal(["first", "last"], host.Lines);
        Assert.Single(host.Facts);
    }

    [Fact]
    public async Task Retry_ThatFailsAgain_FaultsAgain()
    {
        await using var host = Host();
        var run = await host.RunAsync(new WorkflowBuilder("w").Variable("ok", "Boolean", "false").Then("flaky", "Elsa.RunJavaScript", new { script = Flaky }).ToJson());

        Assert.Empty(await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.Retry, ActivityId = "flaky" }));

        var record = (await host.LoadAsync(run.InstanceId))!;
        Assert.Equal((InstanceSubStatus.Faulted, 1), (record.SubStatus, record.IncidentCount));
    }

    [Fact]
    public async Task Retry_OtherBranchWaitedWhenItFaulted_WaitsAgain()
    {
        await using var host = Host();
        var run = await host.RunAsync(new WorkflowBuilder("w").Variable("ok", "Boolean", "false")
            .Add("start", "Elsa.Start").Add("wait", "Elsa.Event", new { eventName = "go" }).Add("flaky", "Elsa.RunJavaScript", new { script = Flaky }).Add("after", "Elsa.WriteLine", new { text = "after" })
            .Connect("start", "wait").Connect("start", "flaky").Connect("wait", "after").ToJson());
        Assert.Single(host.Store.Bookmarks);

        await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.ModifyVariable, VariableId = "ok", Value = true }, new Alteration { Type = AlterationType.Retry });
        Assert.Single(host.Store.Bookmarks);
        await host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = "go" });

        Assert.Equal(["after"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Alter_OneOfSeveralIsImpossible_ChangesNothing()
    {
        await using var host = Host();
        var run = await host.RunAsync(Waiting("w").Variable("v", "Int32", "1").ToJson());

        var problems = await AlterAsync(
            host, run.InstanceId, new Alteration { Type = AlterationType.ModifyVariable, VariableId = "v", Value = 2d }, new Alteration { Type = AlterationType.CancelActivity, ActivityId = "nobody" });

        Assert.Contains("nobody", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains("\"v\":1", Text(await host.LoadAsync(run.InstanceId)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", 1d)]
    [InlineData("v", "no number")]
    public async Task Check_VariableThatCannotBeSet_SaysWhy(string variable, object value)
    {
        await using var host = Host();
        var run = await host.RunAsync(Waiting("w").Variable("v", "Int32", "1").ToJson());

        var check = await host.Engine.CheckAsync(run.InstanceId, [new Alteration { Type = AlterationType.ModifyVariable, VariableId = variable, Value = value }]);

        Assert.False(check!.IsPossible);
    }

    [Fact]
    public async Task CancelActivity_ThatWaits_LetsTheRunEnd()
    {
        await using var host = Host();
        var run = await host.RunAsync(Waiting("w").ToJson());

        Assert.Empty(await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.CancelActivity, ActivityId = "wait" }));

        Assert.Empty(host.Store.Bookmarks);
        Assert.Equal(InstanceStatus.Finished, (await host.LoadAsync(run.InstanceId))!.Status);
    }

    [Fact]
    public async Task ScheduleActivity_OfAFlowchartThatRuns_RunsItBesideWhatWaits()
    {
        await using var host = Host();
        var run = await host.RunAsync(Waiting("w").Add("extra", "Elsa.WriteLine", new { text = "extra" }).ToJson());

        Assert.Empty(await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.ScheduleActivity, ActivityId = "extra" }));
        Assert.Equal(["extra"], host.Lines);
        await host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = "go" });

        Assert.Equal(["extra", "done"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Cancel_RunThatHasEnded_IsRefused()
    {
        await using var host = Host();
        var run = await host.RunAsync(new WorkflowBuilder("w").Then("say", "Elsa.WriteLine", new { text = "x" }).ToJson());

        Assert.Single(await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.Cancel }));
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Migrate_ToAVersionWithMoreAfterTheWait_GoesOnThere()
    {
        await using var host = Host();
        var run = await host.RunAsync(Waiting("w").Variable("kept", "Int32", "5").Variable("gone", "Int32", "1").ToJson());
        host.Plans.Add(Version(2, new WorkflowBuilder("w").Variable("kept", "Int32", "9").Variable("fresh", "String", "new")
            .Then("before", "Elsa.WriteLine", new { text = "before" })
            .Then("wait", "Elsa.Event", new { eventName = "go" })
            .Then("more", "Elsa.WriteLine", new { text = ExpressionText.Js("`${getVariable('kept')} ${getVariable('fresh')}`") })
            .Then("say", "Elsa.WriteLine", new { text = "done" })));
        Alteration[] set = [new() { Type = AlterationType.Migrate, TargetVersion = 2 }];

        var check = await host.Engine.CheckAsync(run.InstanceId, set);
        Assert.True(check!.IsPossible, string.Join(' ', check.Problems));
        Assert.Contains(check.Notes, n => n.Contains("'gone'", StringComparison.Ordinal));
        Assert.Contains(check.Notes, n => n.Contains("'fresh'", StringComparison.Ordinal));
        Assert.Equal(1, (await host.LoadAsync(run.InstanceId))!.Version);

        Assert.Empty(await AlterAsync(host, run.InstanceId, set));
        Assert.Equal(2, (await host.LoadAsync(run.InstanceId))!.Version);
        await host.SendAsync("Elsa.Event", new DataObject { ["EventName"] = "go" });

        Assert.Equal(["5 new", "done"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(run.InstanceId))!.SubStatus);
    }

    [Fact]
    public async Task Migrate_WhereTheRunStandsIsGone_IsRefusedAndChangesNothing()
    {
        await using var host = Host();
        var run = await host.RunAsync(Waiting("w").ToJson());
        host.Plans.Add(Version(2, new WorkflowBuilder("w").Then("say", "Elsa.WriteLine", new { text = "done" })));

        var problems = await AlterAsync(host, run.InstanceId, new Alteration { Type = AlterationType.Migrate, TargetVersion = 2 });

        Assert.Contains("'wait'", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal(1, (await host.LoadAsync(run.InstanceId))!.Version);
        Assert.Single(host.Store.Bookmarks);
    }

    [Fact]
    public async Task Migrate_VariableTakesNoSuchValueAnyMore_IsRefused()
    {
        await using var host = Host();
        var run = await host.RunAsync(Waiting("w").Variable("v", "String", "text").ToJson());
        host.Plans.Add(Version(2, Waiting("w").Variable("v", "Int32", "1")));

        Assert.False((await host.Engine.CheckAsync(run.InstanceId, [new() { Type = AlterationType.Migrate, TargetVersion = 2 }]))!.IsPossible);
        Assert.False((await host.Engine.CheckAsync(run.InstanceId, [new() { Type = AlterationType.Migrate, TargetVersion = 7 }]))!.IsPossible);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"Explode"}""")]
    [InlineData("""{"type":"Migrate"}""")]
    [InlineData("""{"type":"ModifyVariable"}""")]
    [InlineData("""{"type":"CancelActivity"}""")]
    [InlineData("""{"type":"3"}""")]
    public void Read_NoAlteration_IsRefused(string json) => Assert.Throws<FormatException>(() => Alteration.Read(DataJson.Parse(json)));

    private static WorkflowTestHost Host() => new(services => services.AddActivitiesFrom(typeof(Leave).Assembly).AddSingleton<Outcomes>().AddSingleton<IAlterationLog>(s => s.GetRequiredService<Outcomes>()));

    private static WorkflowBuilder Waiting(string id) => new WorkflowBuilder(id)
        .Then("wait", "Elsa.Event", new { eventName = "go" })
        .Then("say", "Elsa.WriteLine", new { text = "done" });

    private static string Version(int number, WorkflowBuilder builder) => builder.ToJson().Replace("\"version\":1,\"isLatest\"", $"\"version\":{number},\"isLatest\"", StringComparison.Ordinal).Replace("w:1", $"w:{number}", StringComparison.Ordinal);

    private static string Text(InstanceRecord? record) => System.Text.Encoding.UTF8.GetString(record!.State.Span);

    private async Task<IReadOnlyList<string>> AlterAsync(WorkflowTestHost host, InstanceId run, params Alteration[] set)
    {
        var id = $"alter-{++_item}";
        host.Store.Enqueue(new InboxItem
        {
            Id = id,
            Kind = InboxItemKind.Alter,
            InstanceId = run.Value,
            Payload = new DataObject { ["job"] = id, ["alterations"] = new DataArray(set.Select(a => (object?)a.ToData())) },
        });
        await host.PumpAsync();
        var (succeeded, entries) = host.Services.GetRequiredService<Outcomes>().Jobs[id];
        return succeeded ? [] : [.. entries.Select(e => e.Message)];
    }

    private sealed class Outcomes : IAlterationLog
    {
        public Dictionary<string, (bool Succeeded, IReadOnlyList<AlterationLogEntry> Entries)> Jobs { get; } = [];

        public Write Finish(string jobId, bool succeeded, IReadOnlyList<AlterationLogEntry> entries, DateTimeOffset at) =>
            new(jobId, "") { InMemory = _ => Jobs.TryAdd(jobId, (succeeded, entries)) };
    }
}
