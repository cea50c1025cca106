using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Expressions.CSharp;
using Status.Workflows.Testing;

namespace Status.Workflows.Tests.Expressions.CSharp;

/// <summary>Code that never looks at its token keeps threads, but no more than there are places.</summary>
public sealed class LeftBehindTests
{
    [Fact]
    public async Task CSharp_LoopsWithoutEnd_FaultInTimeKeepTheirPlacesAndHinderNobodyElse()
    {
        // A loop like while(true){} to everybody but this test, which ends it by the switch.
        var name = $"Status.Tests.Stop{Guid.NewGuid():n}";
        var loop = $"while (!(AppContext.TryGetSwitch(\"{name}\", out var on) && on)) {{ }} return 1;";
        var log = new Lines();
        await using var host = new WorkflowTestHost(services => services.AddSingleton<ILoggerProvider>(log).Configure<CSharpOptions>(o => (o.Enabled, o.Timeout, o.MaxThreads) = (true, TimeSpan.FromMilliseconds(200), 2)));
        var places = host.Services.GetRequiredService<LanguageSettings>().CSharpPlaces;
        try
        {
            host.Plans.Add(new WorkflowBuilder("loop").Then("spin", "Elsa.RunCSharp", new { script = loop }).ToJson());
            host.Plans.Add(new WorkflowBuilder("short").Then("add", "Elsa.RunCSharp", new { script = "return 1 + 1;" }).ToJson());
            host.Plans.Add(new WorkflowBuilder("other").Then("script", "Elsa.RunJavaScript", new { script = "6 * 7" }).ToJson());

            var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () => await host.Engine.StartAsync(new StartRun { DefinitionId = "loop", InstanceId = new InstanceId($"loop-{i}") }))));

            Assert.All(runs, run => Assert.Equal(InstanceSubStatus.Faulted, run.SubStatus));
            Assert.Equal(2, runs.Count(run => run.Incidents[0].Message.Contains("ran longer than 200 ms", StringComparison.Ordinal)));
            Assert.Equal(4, runs.Count(run => run.Incidents[0].Message.Contains("Status:CSharp:MaxThreads", StringComparison.Ordinal)));
            Assert.Equal((2, 2), (places.LeftBehind, places.Places));
            Assert.Equal(2, log.Of(154).Select(line => line.Split(':')[0]).Distinct().Count());
            Assert.All(log.Of(154), line => Assert.Matches("^Run loop-\\d of loop: the C# code of activity spin ", line));

            var refused = await host.Engine.StartAsync(new StartRun { DefinitionId = "short" });
            Assert.Contains("2 of 2 places", Assert.Single(refused.Incidents).Message, StringComparison.Ordinal);
            Assert.Equal(InstanceSubStatus.Finished, (await host.Engine.StartAsync(new StartRun { DefinitionId = "other" })).SubStatus);
        }
        finally
        {
            AppContext.SetSwitch(name, true);
        }

        await Eventually.TrueAsync(() => places.LeftBehind == 0, "the loops have ended");
        Assert.Equal(InstanceSubStatus.Finished, (await host.Engine.StartAsync(new StartRun { DefinitionId = "short" })).SubStatus);
        await Eventually.TrueAsync(() => log.Of(155).Count == 2, "the log tells the end of each");
    }

    [Fact]
    public async Task ActivityTest_ThatIgnoresItsToken_KeepsItsPlaceAndTheNextOneIsRefused()
    {
        var gate = new Execution.Gate();
        var log = new Lines();
        await using var host = new WorkflowTestHost(services => services.AddSingleton(gate).AddSingleton<ILoggerProvider>(log).AddSingleton(TimeProvider.System).AddActivitiesFrom(typeof(Execution.PassGate).Assembly)
            .AddSingleton<IDefinitionStore>(new Status.Workflows.Persistence.InMemory.InMemoryDefinitionStore(new(), new StoreSignals(), new ServiceCollection().BuildServiceProvider(), TimeProvider.System))
            .Configure<EngineOptions>(o => o.MaxActivityTests = 1));
        var test = new ActivityTest(
            host.Services.GetRequiredService<PlanCompiler>(), host.Services.GetRequiredService<WorkflowActivities>(), host.Services, TimeProvider.System, host.Services.GetRequiredService<IdGenerator>(),
            host.Services.GetRequiredService<IOptions<EngineOptions>>(), host.Services.GetRequiredService<ILogger<ActivityTest>>())
        {
            Patience = TimeSpan.FromMilliseconds(50),
            Grace = TimeSpan.FromMilliseconds(50),
        };
        var definition = Status.Workflows.Json.DefinitionJson.Read(new WorkflowBuilder("tested").Then("deaf", "Test.PassGate").Then("say", "Elsa.WriteLine", new { text = "x" }).ToJson()).Definition!;

        var given = await test.RunAsync(definition, true, "deaf", default);
        Assert.Contains("took longer than a test may take", given!.Fault!.Message, StringComparison.Ordinal);
        Assert.Equal(1, test.Places.LeftBehind);
        Assert.Matches("^A test of activity deaf of tested ", Assert.Single(log.Of(156)));

        var refused = await test.RunAsync(definition, true, "say", default);
        Assert.Contains("Status:Engine:MaxActivityTests", refused!.Fault!.Message, StringComparison.Ordinal);

        gate.Open.SetResult();
        await Eventually.TrueAsync(() => test.Places.LeftBehind == 0, "the activity has ended");
        Assert.Null((await new ActivityTest(
            host.Services.GetRequiredService<PlanCompiler>(), host.Services.GetRequiredService<WorkflowActivities>(), host.Services, TimeProvider.System, host.Services.GetRequiredService<IdGenerator>(),
            host.Services.GetRequiredService<IOptions<EngineOptions>>(), host.Services.GetRequiredService<ILogger<ActivityTest>>()).RunAsync(definition, true, "say", default))!.Fault);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly Lock _lock = new();
        private readonly List<(int Id, string Text)> _lines = [];

        public IReadOnlyList<string> Of(int id)
        {
            lock (_lock) return [.. _lines.Where(l => l.Id == id).Select(l => l.Text)];
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock) _lines.Add((eventId.Id, formatter(state, exception)));
        }

        public void Dispose()
        {
        }
    }
}
