using BenchmarkDotNet.Attributes;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Benchmarks;

/// <summary>The script dialect alone: a designer's condition, a loop, array callbacks, and the cost of compiling.</summary>
[MemoryDiagnoser]
public class ScriptBenchmarks
{
    private const string ConditionSource = "variables.a.b + 1 > 3";
    private readonly World _world = new();
    private readonly JavaScriptProgram _condition = Parse(ConditionSource);
    private readonly JavaScriptProgram _loop = Parse("let s = 0; for (let i = 0; i < 1000000; i++) s += i; s");
    private readonly JavaScriptProgram _callbacks = Parse("list.map(x => x + 1).filter(x => x % 3 === 0).reduce((t, x) => t + x, 0)");
    private readonly JavaScriptProgram _calls = Parse("const fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); fib(20)");

    [Benchmark]
    public bool Condition() => _condition.EvaluateBoolean(_world, ScriptLimits.Default);

    [Benchmark]
    public double MillionAdditions() => _loop.EvaluateNumber(_world, ScriptLimits.Default);

    [Benchmark]
    public double CallbacksOverTenThousand() => _callbacks.EvaluateNumber(_world, ScriptLimits.Default);

    [Benchmark]
    public double RecursiveCalls() => _calls.EvaluateNumber(_world, ScriptLimits.Default);

    [Benchmark]
    public JavaScriptProgram Compile() => Parse(ConditionSource);

    private static JavaScriptProgram Parse(string source) =>
        JavaScriptProgram.TryParse(source, ScriptKind.Expression, out var program, out var problems) ? program : throw new InvalidOperationException(problems[0].ToString());

    private sealed class World() : ScriptHost(TimeProvider.System, TimeZoneInfo.Utc, () => 0.5, () => Guid.Empty)
    {
        private readonly DataObject _variables = new() { ["a"] = new DataObject { ["b"] = 3d } };
        private readonly DataArray _list = new(Enumerable.Range(0, 10_000).Select(n => (object?)(double)n));

        public override bool TryGetGlobal(string name, out object? value)
        {
            value = name == "variables" ? _variables : _list;
            return true;
        }
    }
}
