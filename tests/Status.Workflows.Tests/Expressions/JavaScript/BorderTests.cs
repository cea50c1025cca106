using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <summary>What crosses between scripts and hosts, and what never does.</summary>
public class BorderTests
{
    private sealed class World(Dictionary<string, object?> names) : ScriptHost(TimeProvider.System, TimeZoneInfo.Utc, () => 0.5, () => Guid.Parse("11111111-2222-4333-8444-555555555555"))
    {
        public override bool TryGetGlobal(string name, out object? value) => names.TryGetValue(name, out value);
    }

    private static object? Run(string source, params (string Name, object? Value)[] names) =>
        Scripts.Evaluate(source, host: new World(names.ToDictionary(n => n.Name, n => n.Value)));

    [Fact]
    public void HostObjects_AreTheSameObjects()
    {
        var data = new DataObject { ["list"] = new DataArray { 1d } };
        Assert.Same(data["list"], Run("x.list.push(2); x.list", ("x", data)));
        Assert.Equal("""{"list":[1,2]}""", DataJson.ToJson(data));
    }

    [Theory]
    [InlineData("big", "9007199254740993")]
    [InlineData("big + 2", "9007199254740995")]
    [InlineData("-big", "-9007199254740993")]
    [InlineData("`${big}`", "\"9007199254740993\"")]
    [InlineData("JSON.stringify({ big })", "\"{\\\"big\\\":9007199254740993}\"")]
    [InlineData("JSON.parse('9007199254740993') === big", "true")]
    [InlineData("big > 9007199254740992", "true")]
    [InlineData("big === 9007199254740992", "false")]
    [InlineData("new Set([big, JSON.parse('9007199254740993')]).size", "1")]
    [InlineData("typeof big", "\"number\"")]
    [InlineData("Number('9007199254740993')", "9007199254740993")]
    [InlineData("big % 10", "3")]
    [InlineData("max === max && max !== max - 1", "true")]
    public void WholeNumbersBeyond2To53_StayExact(string source, string json) =>
        Assert.Equal(json, DataJson.ToJson(Run(source, ("big", 9007199254740993), ("max", long.MaxValue))));

    [Theory]
    [InlineData("big / 2")]
    [InlineData("big + 0.5")]
    [InlineData("Math.sqrt(big)")]
    [InlineData("big * big")]
    public void ArithmeticThatWouldRound_IsAnError(string source)
    {
        var error = Assert.Throws<ScriptException>(() => Run(source, ("big", 9007199254740993)));
        Assert.Contains("9007199254740993", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScriptValues_BecomeDataAtTheBorder()
    {
        var result = Run("({ at: new Date(0), set: new Set([1]), map: new Map([['a', 1]]), f() {}, u: undefined, list: [() => 1, undefined], e: new TypeError('x') })");
        Assert.Equal("""{"at":"1970-01-01T00:00:00.0000000+00:00","set":[1],"map":{"a":1},"list":[null,null],"e":{"name":"TypeError","message":"x"}}""", DataJson.ToJson(result));
    }

    [Fact]
    public void ScriptValues_LeftInHostObjects_BecomeData()
    {
        var data = new DataObject();
        Run("x.at = new Date(5); x.f = () => 1; x.u = undefined; x.n = 1; 0", ("x", data));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(5), data["at"]);
        Assert.Equal(["at", "n"], data.Keys);
    }

    [Fact]
    public void HostTimes_AreDates()
    {
        var at = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));
        Assert.Equal("2024-05-06T05:08:09.000Z", Run("at.toISOString()", ("at", at)));
        Assert.Equal(at, Run("at", ("at", at)));
        Assert.Equal(true, Run("at instanceof Date && at > new Date(0)", ("at", at)));
        Assert.Equal(ScriptErrorKind.Type, Assert.Throws<ScriptException>(() => Run("at.setTime(0)", ("at", at))).Kind);
    }

    [Fact]
    public void DayBeyondItsMonth_RollsOver() => Assert.Equal("2024-03-01", Run("new Date('2024-02-30').toISOString().slice(0, 10)"));

    [Fact]
    public void HostFunctions_GetAndGiveData()
    {
        HostFunction join = call => string.Join('-', Enumerable.Range(0, call.Count).Select(i => i).ToArray()) + call.Text(0) + call.Number(1);
        Assert.Equal("0-1a2", Run("join('a', '2')", ("join", join)));
        HostFunction fail = _ => throw new ScriptFaultException("no such thing");
        Assert.Equal("no such thing", Run("try { fail() } catch (e) { e.message }", ("fail", fail)));
    }

    [Fact]
    public void Names_OfTheHost_AreFoundAtRunTime()
    {
        Assert.Equal(3d, Run("a + 2", ("a", 1d)));
        Assert.Equal("undefined", Run("typeof a"));
        var error = Assert.Throws<ScriptException>(() => Run("1 +\n  missing"));
        Assert.Equal((ScriptErrorKind.Reference, 2, 3), (error.Kind, error.Line, error.Column));
    }

    [Theory]
    [InlineData("x.GetType")]
    [InlineData("x.constructor")]
    [InlineData("(() => 1).constructor")]
    [InlineData("[].constructor")]
    [InlineData("''.constructor")]
    [InlineData("({}).constructor")]
    [InlineData("f.Method")]
    [InlineData("f.constructor")]
    [InlineData("Math.floor.constructor")]
    [InlineData("x['__proto__']")]
    [InlineData("[]['__proto__']")]
    [InlineData("o.Value")]
    [InlineData("JSON.constructor")]
    [InlineData("Object.getPrototypeOf")]
    [InlineData("Object.defineProperty")]
    public void NothingBeyondTheDialect_IsReachable(string source)
    {
        HostFunction function = _ => 1d;
        Assert.Null(Run(source, ("x", new DataObject()), ("f", function), ("o", new KeyValuePair<string, int>("a", 1))));
    }

    [Fact]
    public void Library_CannotBeChanged()
    {
        Assert.Throws<ScriptException>(() => Run("Math.floor = () => 7; Math.floor(1.5)"));
        Assert.Throws<ScriptException>(() => Run("const o = Object; o.keys = 1"));
        Assert.Equal(1d, Run("Math.floor(1.5)"));
    }

    [Fact]
    public void Program_ServesManyThreads()
    {
        var program = Scripts.Parse("const a = []; for (let i = 0; i < n; i++) a.push(() => i); a.reduce((s, f) => s + f(), 0)");
        Parallel.For(0, 200, n =>
        {
            var result = program.Evaluate(new World(new Dictionary<string, object?> { ["n"] = (double)n }), ScriptLimits.Default);
            Assert.Equal(n * (n - 1) / 2d, result);
        });
    }

    [Fact]
    public void TypedResults_FollowJavaScript()
    {
        Assert.True(Scripts.Parse("'x'").EvaluateBoolean(Scripts.Host, ScriptLimits.Default));
        Assert.False(Scripts.Parse("0 / 0").EvaluateBoolean(Scripts.Host, ScriptLimits.Default));
        Assert.Equal(12d, Scripts.Parse("'12'").EvaluateNumber(Scripts.Host, ScriptLimits.Default));
        Assert.Equal(DataJson.ToJson(new DataObject { ["a"] = 1d }), DataJson.ToJson(Scripts.Evaluate("{ a: 1 }")));
        Assert.Equal(3d, Scripts.Parse("const a = 1; return a + 2; 9", ScriptKind.Script).Evaluate(Scripts.Host, ScriptLimits.Default));
        Assert.Null(Scripts.Parse("", ScriptKind.Expression).Evaluate(Scripts.Host, ScriptLimits.Default));
    }
}
