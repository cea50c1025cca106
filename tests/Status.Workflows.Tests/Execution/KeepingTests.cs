using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Model;

namespace Status.Workflows.Tests.Execution;

/// <summary>What is kept of a run and when: storage drivers, log persistence, output converters, commit strategies.</summary>
public sealed class KeepingTests
{
    [Theory]
    [InlineData("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", "changed")]
    [InlineData("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", "changed")]
    [InlineData(null, "changed")]
    [InlineData("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", "first")]
    public async Task Variable_OverAWait_IsKeptAsItsDriverSays(string? driver, string expected)
    {
        await using var host = new WorkflowTestHost();
        var json = JsonNode.Parse(new WorkflowBuilder("driven").Variable("v", "String", "first")
            .Then("set", "Elsa.SetVariable", new { variable = new JsonObject { ["id"] = "v", ["name"] = "v" }, value = "changed" })
            .Then("now", "Elsa.WriteLine", new { text = ExpressionText.Js("variables.v") })
            .Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromSeconds(1) })
            .Then("later", "Elsa.WriteLine", new { text = ExpressionText.Js("variables.v") })
            .ToJson())!;
        json["variables"]![0]!["storageDriverTypeName"] = driver;

        var run = await host.RunAsync(json.ToJsonString());
        var stored = Encoding.UTF8.GetString((await host.LoadAsync(run.InstanceId))!.State.Span);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["changed", expected], host.Lines);
        Assert.Equal(expected == "changed", stored.Contains("\"v\":\"changed\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "{}", "text result Extra")]
    [InlineData("""{"logPersistenceMode":{"default":"Exclude","inputs":{},"outputs":{}}}""", "{}", "")]
    [InlineData("""{"logPersistenceMode":{"default":"Inherit","inputs":{"text":"Exclude"},"outputs":{}}}""", "{}", "result Extra")]
    [InlineData("{}", """{"logPersistenceConfig":{"default":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"}}}""", "")]
    [InlineData("""{"logPersistenceConfig":{"default":null,"internalState":null,"inputs":{},"outputs":{"result":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Include, Elsa.Workflows.Core"}}}}""", """{"logPersistenceMode":"Exclude"}""", "result")]
    [InlineData("""{"logPersistenceConfig":{"internalState":{"evaluationMode":"Strategy","strategyType":"Exclude"}}}""", "{}", "text result")]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"variables.secret ? 'Exclude' : 'Include'"}}}}""", "{}", "")]
    [InlineData("""{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"nobody.knows()"}}}}""", "{}", "")]
    public async Task Journal_LogPersistence_HoldsWhatTheRulesLeave(string activity, string workflow, string expected)
    {
        await using var host = new WorkflowTestHost(services => services.AddActivitiesFrom(typeof(Leave).Assembly));
        var json = JsonNode.Parse(new WorkflowBuilder("logged").Variable("secret", "Boolean", "true").Then("it", "Test.Tell", new { text = ExpressionText.Js("'hidden'") }).ToJson())!;
        json["customProperties"] = JsonNode.Parse(workflow);
        json["root"]!["activities"]![0]!["customProperties"] = JsonNode.Parse(activity);

        var run = await host.RunAsync(json.ToJsonString());

        var record = await CompletedAsync(host, run.InstanceId, "it");
        var kept = new List<string>();
        if (record.TryGetProperty("activityState", out var state) && state.TryGetProperty("Text", out _)) kept.Add("text");
        if (record.TryGetProperty("outputs", out var outputs) && outputs.TryGetProperty("Result", out _)) kept.Add("result");
        if (record.GetProperty("payload").TryGetProperty("Extra", out _)) kept.Add("Extra");
        Assert.Equal(expected, string.Join(' ', kept));
        Assert.Equal("Done", record.GetProperty("payload").GetProperty("Outcomes")[0].GetString());
    }

    [Theory]
    [InlineData("Status.ParseJson", null, "JSON.stringify({ a: [1, 2] })", "{\"a\":[1,2]}")]
    [InlineData("Status.ToJson", null, "'text'", "\"\\u0022text\\u0022\"")]
    [InlineData("Status.Count", null, "[1, 2, 3]", "3")]
    [InlineData("Status.First", null, "['x', 'y']", "\"x\"")]
    [InlineData("Status.Select", "order.lines[1].id", "({ order: { lines: [{ id: 1 }, { id: 2 }] } })", "2")]
    [InlineData("Status.Select", "order.none[7].id", "({ order: {} })", "null")]
    public async Task Output_WithAConverter_ArrivesConverted(string id, string? path, string value, string expected)
    {
        await using var host = new WorkflowTestHost();
        var converter = new JsonObject { ["id"] = id };
        if (path is not null) converter["settings"] = new JsonObject { ["path"] = path };
        var json = new WorkflowBuilder("converting").Variable("v")
            .Then("make", "Elsa.RunJavaScript", new { script = value, result = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v" }, ["converter"] = converter } })
            .Then("say", "Elsa.WriteLine", new { text = ExpressionText.Js("JSON.stringify(variables.v)") });

        var result = await host.RunAsync(json.ToJson());

        Assert.Empty(result.Incidents);
        Assert.Equal(JsonSerializer.Serialize(JsonNode.Parse(expected)), JsonSerializer.Serialize(JsonNode.Parse(Assert.Single(host.Lines))));
    }

    [Theory]
    [InlineData("Nobody.Knows", null, ".result.converter.id")]
    [InlineData("Status.Select", "a[x", ".result.converter.settings.path")]
    public void Output_WithABadConverter_IsRefused(string id, string? path, string at)
    {
        using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
        var converter = new JsonObject { ["id"] = id, ["settings"] = new JsonObject { ["path"] = path } };
        var json = new WorkflowBuilder("bad").Variable("v").Then("make", "Elsa.RunJavaScript", new { script = "1", result = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "v" }, ["converter"] = converter } }).ToJson();

        var problem = Assert.Single(services.GetRequiredService<DefinitionValidator>().Check(json).Problems, p => p.Severity == ProblemSeverity.Error);

        Assert.EndsWith(at, problem.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("WorkflowExecuted", null, 1)]
    [InlineData("WorkflowExecuting", null, 2)]
    [InlineData("ActivityExecuting", null, 5)]
    [InlineData("ActivityExecuted", null, 4)]
    [InlineData("Elsa.Workflows.CommitStates.ActivityExecuted", "CommitNever", 3)]
    [InlineData(null, "CommitAlways", 3)]
    [InlineData(null, "Executing", 2)]
    [InlineData(null, "Executed", 2)]
    [InlineData("Periodic", null, 1)]
    public async Task Commit_Strategies_CommitWhereTheyAskFor(string? workflow, string? activity, int commits)
    {
        await using var host = new WorkflowTestHost();
        var builder = new WorkflowBuilder("committing").Then("a", "Elsa.WriteLine", new { text = "a" }).Then("b", "Elsa.WriteLine", new { text = "b" }, activity is null ? null : new { commitStrategyName = activity })
            .Then("c", "Elsa.WriteLine", new { text = "c" });
        if (workflow is not null) builder.Option("commitStrategyName", workflow);

        var result = await host.RunAsync(builder.ToJson());

        Assert.Equal(InstanceSubStatus.Finished, result.SubStatus);
        Assert.Equal(commits, host.Store.Commits.Count);
        Assert.All(host.Store.Commits.SkipLast(1), c => Assert.Equal(InstanceSubStatus.Executing, c.Instance.SubStatus));
    }

    [Fact]
    public async Task Commit_AfterEachActivityOfAResumedRun_SurvivesADeathAtAnyOfThem()
    {
        var expected = await DriveAsync(new RecordingRunStore(), null);
        Assert.True(expected.Commits > 5, $"{expected.Commits}");
        for (var k = 1; k <= expected.Commits; k++)
        {
            var store = new RecordingRunStore();
            await DriveAsync(store, new CrashingStore(store, k, after: true));
            Assert.Equal(expected.Facts, (await DriveAsync(store, null)).Facts);
        }
    }

    private static async Task<(int Commits, string Facts)> DriveAsync(RecordingRunStore store, CrashingStore? crashing)
    {
        await using var host = new WorkflowTestHost(s => s.AddActivitiesFrom(typeof(Leave).Assembly), store, inner => crashing is null ? inner : crashing);
        host.Plans.Add(new WorkflowBuilder("steps").Option("commitStrategyName", "ActivityExecuted")
            .Then("wait", "Elsa.Delay", new { timeSpan = TimeSpan.FromSeconds(1) })
            .Then("a", "Test.Leave").Then("b", "Test.Leave").Then("c", "Test.Leave")
            .Then("again", "Elsa.Delay", new { timeSpan = TimeSpan.FromSeconds(1) }).Then("d", "Test.Leave").Then("e", "Test.Leave").ToJson());
        store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Start, InstanceId = "steps-run", DefinitionId = "steps" });
        store.Recover();
        try
        {
            await host.PumpAsync();
            await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        }
        catch (CrashException)
        {
            // The next life goes on with what the store has.
        }

        return (store.Commits.Count, string.Join(' ', store.Facts.Select(f => f.Key)));
    }

    private static async Task<JsonElement> CompletedAsync(WorkflowTestHost host, InstanceId id, string activityId)
    {
        foreach (var page in await host.Store.LoadJournalAsync(id, 0, int.MaxValue, default))
        {
            using var document = JsonDocument.Parse(page.Records);
            foreach (var record in document.RootElement.EnumerateArray())
            {
                if (record.GetProperty("activityId").GetString() == activityId && record.GetProperty("eventName").GetString() == "Completed") return record.Clone();
            }
        }

        throw new InvalidOperationException("It has not completed.");
    }
}
