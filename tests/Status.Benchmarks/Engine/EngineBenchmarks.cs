using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Benchmarks.Engine;

/// <summary>An activity that does nothing: what is measured is the engine around it.</summary>
[Activity("Bench", "Benchmarks", "Does nothing.")]
public sealed class Nothing : CodeActivity
{
    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => default;
}

/// <summary>
/// Activities per second inside one process, persistence mode off: nothing is stored, each run ends in its first burst. One operation is one activity.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private const int Turns = 1000;

    private ServiceProvider _services = null!;
    private WorkflowEngine _engine = null!;
    private StartRun _flowchart = null!;
    private StartRun _sequence = null!;
    private StartRun _loop = null!;

    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        services.AddWorkflowEngine().AddActivitiesFrom(typeof(Nothing).Assembly);
        services.AddSingleton<IRunStore>(new RecordingRunStore());
        services.AddSingleton<TestPlans>();
        services.AddSingleton<IPlanSource>(p => p.GetRequiredService<TestPlans>());
        _services = services.BuildServiceProvider();
        _engine = _services.GetRequiredService<WorkflowEngine>();
        var plans = _services.GetRequiredService<TestPlans>();
        _flowchart = new StartRun { DefinitionId = plans.Add(Flowchart()).Definition.DefinitionId };
        _sequence = new StartRun { DefinitionId = plans.Add(Sequence()).Definition.DefinitionId };
        var items = new DataArray(Enumerable.Range(0, Turns).Select(i => (object?)(double)i));
        _loop = new StartRun { DefinitionId = plans.Add(Loop()).Definition.DefinitionId, Input = new DataObject { ["items"] = items } };
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(OperationsPerInvoke = 10, Description = "flowchart of 10 code activities")]
    public InstanceSubStatus FlowchartOfTen() => Run(_flowchart);

    [Benchmark(OperationsPerInvoke = 10, Description = "sequence of 10 code activities")]
    public InstanceSubStatus SequenceOfTen() => Run(_sequence);

    [Benchmark(OperationsPerInvoke = Turns, Description = "ForEach over 1,000 items")]
    public InstanceSubStatus ForEachOverThousand() => Run(_loop);

    /// <summary>
    /// Activities per second of processor time: what one core can do, whatever else the machine does meanwhile. Prints one line per benchmark with the bytes allocated per
    /// activity. All threads of the process count, the garbage collector's and the compiler's too.
    /// </summary>
    public static int PrintRates()
    {
        var benchmarks = new EngineBenchmarks();
        benchmarks.Setup();
        foreach (var (name, run, activities) in new (string, Func<InstanceSubStatus>, int)[]
        {
            ("flowchart of 10", benchmarks.FlowchartOfTen, 10), ("sequence of 10", benchmarks.SequenceOfTen, 10), ("ForEach over 1,000", benchmarks.ForEachOverThousand, Turns),
        })
        {
            Repeat(run, activities, TimeSpan.FromSeconds(3));
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var (count, time) = Repeat(run, activities, TimeSpan.FromSeconds(5));
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            Console.WriteLine($"{name}: {count / time.TotalSeconds:N0} activities per second of processor time, {(double)allocated / count:N0} bytes per activity");
        }

        benchmarks.Cleanup();
        return 0;
    }

    private static (long Count, TimeSpan Time) Repeat(Func<InstanceSubStatus> run, int activities, TimeSpan atLeast)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        var count = 0L;
        while (true)
        {
            for (var i = 0; i < 10_000 / activities; i++) run();
            count += 10_000 / activities * activities;
            process.Refresh();
            var time = process.TotalProcessorTime - start;
            if (time >= atLeast) return (count, time);
        }
    }

    private InstanceSubStatus Run(StartRun start)
    {
        var run = _engine.StartAsync(start);
        if (!run.IsCompletedSuccessfully) throw new InvalidOperationException("The run did not complete synchronously.");
        var result = run.Result;
        if (result.SubStatus != InstanceSubStatus.Finished) throw new InvalidOperationException($"The run is {result.SubStatus}.");
        return result.SubStatus;
    }

    private static string Flowchart()
    {
        var builder = new WorkflowBuilder("flowchart").Custom("persistenceMode", "off");
        for (var i = 0; i < 10; i++) builder.Then($"a{i}", "Bench.Nothing");
        return builder.ToJson();
    }

    private static string Sequence()
    {
        var children = string.Join(',', Enumerable.Range(0, 10).Select(i => WorkflowBuilder.Activity($"a{i}", "Bench.Nothing").ToJsonString()));
        return $$$"""{"definitionId":"sequence","name":"sequence","customProperties":{"persistenceMode":"off"},"root":{"id":"root","type":"Elsa.Sequence","version":1,"activities":[{{{children}}}]}}""";
    }

    private static string Loop()
    {
        var body = WorkflowBuilder.Activity("body", "Bench.Nothing").ToJsonString();
        return $$$"""
            {"definitionId":"loop","name":"loop","customProperties":{"persistenceMode":"off"},"inputs":[{"name":"items","type":"Object"}],
            "root":{"id":"each","type":"Elsa.ForEach","version":1,"items":{"typeName":"Object","expression":{"type":"Input","value":"items"}},"body":{{{body}}}}}
            """;
    }
}
