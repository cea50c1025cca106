using System.Diagnostics;
using Status.Workflows.Expressions.JavaScript;

namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <summary>Each limit is shown with hostile scripts, while well-behaved ones go on beside them.</summary>
public class LimitTests
{
    private const string Steps = nameof(ScriptErrorKind.StepLimit);
    private const string Time = nameof(ScriptErrorKind.TimeLimit);
    private const string Allocation = nameof(ScriptErrorKind.AllocationLimit);
    private const string Depth = nameof(ScriptErrorKind.DepthLimit);

    public static TheoryData<string, string> HostileScripts => new()
    {
        { Steps, "while (true);" },
        { Allocation, "new Uint8Array(1_000_000_000)" },
        { Allocation, "const a = []; for (;;) a.push(new ArrayBuffer(1_000_000))" },
        { Allocation, "const a = new Float64Array(5e6); a.map(x => x).map(x => x)" },
        { Steps, "let x = 3n; for (;;) { x = x * x % (2n ** 500000n); }" },
        { Steps, "const x = 2n ** 1000000n - 1n; for (;;) String(x)" },
        { Steps, "const x = 7n ** 300000n; for (let i = 0; i < 1000; i++) x / 3n ** 200000n" },
        { Steps, "async function* g() { for (;;) yield 1 } (async () => { for await (const x of g()); })()" },
        { Steps, "function* g() { for (;;) f(yield 1) } const f = x => x; for (const x of g());" },
        { Steps, "const f = () => { for (;;) { try { throw 1 } catch { } finally { continue } } }; f()" },
        { Steps, "let n = 0; const a = Array.from({ length: 1000 }, (_, i) => i); for (;;) a.forEach(x => { n += x })" },
        { Time, "while (true);" },
        { Time, "const a = Array.from({ length: 2000 }, (_, i) => i); for (;;) a.indexOf(-1)" },
        { Time, "for (;;) 'x'.repeat(1000).split('').length" },
        { Allocation, "let s = 'x'; for (;;) s += s" },
        { Allocation, "const a = []; for (;;) a.push({ a })" },
        { Allocation, "'x'.repeat(1e9).padStart(2e9)" },
        { Allocation, "const a = []; a.length = 4e9; a" },
        { Allocation, "JSON.stringify(Array.from({ length: 5000 }, () => 'y'.repeat(10000)).map(x => x + 1))" },
        { Depth, "const f = n => f(n + 1) + 1; f(0)" },
        { Depth, "let o = {}; for (let i = 0; i < 1000; i++) o = { o }; JSON.stringify(o)" },
        { Depth, "JSON.parse('['.repeat(5000))" },
        { Depth, "const f = () => [2, 1].sort(f); f()" },
        { Time, "/^(a+)+$/.exec('a'.repeat(40) + 'b') ?? /^(\\w|\\w\\w)+(?=!)$/.exec('a'.repeat(60))" },
        { Time, "/(?=(x+x+)+y)/.test('x'.repeat(50))" },
        { Time, "'a'.repeat(60).replace(/(a*)*\\1b/g, '')" },
        { Steps, "function* g() { while (true) yield 1 } for (const x of g());" },
        { Steps, "function* g() { try { while (true) yield 1 } finally { while (true); } } for (const x of g()) break;" },
        { Steps, "for (const x of { [Symbol.iterator]() { return { next: () => ({ done: false }) } } });" },
        { Steps, "for (const x of { [Symbol.iterator]() { return { next: () => ({ done: false }), return() { while (true); } } } }) break;" },
        { Steps, "const f = () => { Promise.resolve().then(f) }; f()" },
        { Steps, "const f = async () => { for (;;) await 1 }; f()" },
        { Steps, "const f = async () => { try { for (;;) await Promise.reject(1) } catch { return f() } finally { for (;;); } }; f()" },
        { Steps, "[3, 2, 1].sort(() => { for (;;); })" },
        { Steps, "'aaa'.replace(/a/g, () => { for (;;); })" },
        { Steps, "const o = { get a() { for (;;); } }; JSON.stringify(o)" },
        { Steps, "class A { static x = (() => { for (;;); })() }" },
        { Steps, "`${{ toString() { for (;;); } }}`" },
        { Steps, "(t => { for (;;); })`x`" },
        { Time, "function* g() { while (true) yield 1 } for (const x of g());" },
        { Time, "class A { get x() { return this } } const a = new A(); for (;;) a.x" },
        { Time, "const f = async () => { for (;;) await 1 }; f()" },
        { Depth, "class A { constructor() { new A() } } new A()" },
        { Depth, "class A { x = new A() } new A()" },
        { Depth, "class A { static make() { return class extends A { static x = A.make() } } } A.make()" },
        { Depth, "const o = { get a() { return o.a } }; o.a" },
        { Depth, "const o = { set a(v) { o.a = v } }; o.a = 1" },
        { Depth, "const o = { toString() { return '' + o } }; '' + o" },
        { Depth, "const o = { valueOf() { return o * 1 } }; o * 1" },
        { Depth, "const o = { toJSON() { return JSON.stringify(o) } }; JSON.stringify(o)" },
        { Depth, "JSON.stringify({ a: 1 }, (k, v) => ({ a: v }))" },
        { Depth, "JSON.parse('[1]', function (k, v) { return JSON.parse('[[1]]', this.x ?? ((q, w) => JSON.parse('[1]', arguments0))) }); function arguments0() { return JSON.parse('[1]', arguments0) }" },
        { Depth, "function* g() { yield* g() } [...g()]" },
        { Depth, "const f = async () => await f(); f()" },
        { Depth, "class A extends Error { get name() { return this.name } } '' + new A('x')" },
        { Depth, "class A { #x() { return this.#x() } go() { return this.#x() } } new A().go()" },
        { Allocation, "class A { x = 'x'.repeat(1000) } const a = []; for (;;) a.push(new A())" },
        { Allocation, "class A { static s = 'xx'; static get grow() { return A.s += A.s } } for (;;) A.grow" },
        { Allocation, "function* g() { yield 1 } const a = []; for (;;) { const i = g(); i.next(); a.push(i) }" },
        { Allocation, "const a = []; for (;;) a.push(new Promise(() => 1))" },
        { Allocation, "const w = new WeakMap(); for (;;) w.set({}, 'x')" },
        { Allocation, "const all = []; for (;;) all.push(async () => 1, class { }, () => 1)" },
        { Allocation, "String.raw({ raw: Array.from({ length: 2000 }, () => 'x'.repeat(20000)) })" },
        { Allocation, "const o = { get s() { return 'x'.repeat(1e6) } }; const a = []; for (;;) a.push(o.s)" },
    };

    [Theory]
    [MemberData(nameof(HostileScripts))]
    public void HostileScript_EndsWithItsLimit(string kind, string source)
    {
        var error = Assert.Throws<ScriptException>(() => Scripts.Evaluate(source, For(kind)));
        Assert.Equal(kind, error.Kind.ToString());
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public async Task OtherScripts_GoOnUndisturbed()
    {
        var good = Scripts.Parse("[...Array(100).keys()].map(x => x * 2).filter(x => x % 3 === 0).reduce((s, x) => s + x, 0)");
        var watch = Stopwatch.StartNew();
        var hostile = Task.Run(() =>
        {
            foreach (var row in HostileScripts) Assert.Throws<ScriptException>(() => Scripts.Evaluate((string)row[1], For((string)row[0])));
        });
        var done = 0;
        while (!hostile.IsCompleted || done < 500)
        {
            Assert.Equal(3366d, good.Evaluate(Scripts.Host, ScriptLimits.Default));
            done++;
            if (done % 100 == 0) await Task.Yield();
        }

        await hostile;
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Limit_CannotBeCaught()
    {
        var error = Assert.Throws<ScriptException>(() => Scripts.Evaluate("try { while (true); } catch { 'caught' } finally { 'still here' }", For(Steps)));
        Assert.Equal(ScriptErrorKind.StepLimit, error.Kind);
    }

    [Fact]
    public void Cancellation_EndsTheScript()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Scripts.Parse("while (true);").Evaluate(Scripts.Host, ScriptLimits.Default, source.Token));
    }

    [Fact]
    public void Program_ServesAgainAfterALimit()
    {
        var program = Scripts.Parse("let n = 0; while (n < 100000) n++; n");
        Assert.Throws<ScriptException>(() => program.Evaluate(Scripts.Host, new ScriptLimits { MaxSteps = 10 }));
        Assert.Equal(100000d, program.Evaluate(Scripts.Host, ScriptLimits.Default));
    }

    private static ScriptLimits For(string kind) => kind switch
    {
        Time => new ScriptLimits { MaxSteps = long.MaxValue, MaxAllocation = long.MaxValue, MaxTime = TimeSpan.FromMilliseconds(150) },
        Steps => new ScriptLimits { MaxSteps = 200_000, MaxTime = TimeSpan.FromMinutes(5) },
        _ => new ScriptLimits { MaxTime = TimeSpan.FromMinutes(5) },
    };
}
