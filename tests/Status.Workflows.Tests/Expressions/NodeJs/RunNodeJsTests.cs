using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Expressions.NodeJs;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Expressions.NodeJs;

/// <summary>Scripts in confined processes, well-behaved and hostile ones. They need what the activity needs: Linux, Node.js and util-linux with the right to make namespaces.</summary>
public sealed class RunNodeJsTests : IDisposable
{
    private readonly NodeJsPool _pool = new(Options.Create(new NodeJsOptions { Enabled = true, Timeout = TimeSpan.FromMinutes(2), Workers = 1 }), TimeProvider.System);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData("return input.a + 1n.toString().length", "42")]
    [InlineData("class P { #x = 1; static async *g() { yield* [1, 2] } } const out = []; for await (const v of P.g()) out.push(v); return out", "[1,2]")]
    [InlineData("return require('crypto').createHash('sha256').update('abc').digest('hex').slice(0, 8)", "\"ba7816bf\"")]
    [InlineData("await new Promise(r => setTimeout(r, 5)); return new Intl.NumberFormat('en').format(1234.5)", "\"1,234.5\"")]
    [InlineData("console.log('x'); process.stdout.write('noise\\n'); return undefined", "null")]
    public async Task Run_Script_GivesItsResult(string code, string expected) => Assert.Equal(expected, DataJson.ToJson(await RunAsync(code)));

    [Theory]
    [InlineData("return require('fs').readFileSync('/etc/passwd', 'utf8')", "restricted")]
    [InlineData("return process.binding('fs')", "")]
    [InlineData("require('fs').writeFileSync('/tmp/escaped', 'x')", "restricted")]
    [InlineData("return require('child_process').execSync('id').toString()", "restricted")]
    [InlineData("new (require('worker_threads').Worker)('1', { eval: true })", "restricted")]
    [InlineData("process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6')", "")]
    [InlineData("return await (await fetch('http://127.0.0.1:1/')).text()", "fetch failed")]
    [InlineData("return await import('node:fs').then(f => f.promises.readFile('/etc/passwd', 'utf8'))", "")]
    public async Task Run_ScriptThatReachesOut_Fails(string code, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<ScriptException>(() => RunAsync(code))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Run_Network_ReachesNobody()
    {
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var code = $"return await new Promise(done => require('net').connect({port}, '127.0.0.1').on('error', e => done(e.code)).on('connect', () => done('connected')))";
        Assert.Contains(await RunAsync(code) as string, (string[])["ENETUNREACH", "ECONNREFUSED", "EADDRNOTAVAIL"]);
        Assert.False(listener.Pending());
        listener.Stop();
        var lookup = await RunAsync("return await new Promise(done => require('dns').lookup('example.com', e => done(e ? 'no' : 'yes')))");
        Assert.Equal("no", lookup);
    }

    [Fact]
    public async Task Run_Environment_IsEmptyAndUnprivileged()
    {
        Environment.SetEnvironmentVariable("STATUS_TEST_SECRET", "x");
        var seen = (DataObject)(await RunAsync("return { env: Object.keys(process.env), uid: process.getuid(), root: input.a }"))!;
        Assert.DoesNotContain("STATUS_TEST_SECRET", ((DataArray)seen["env"]!).Cast<string>());
        if (Environment.UserName == "root") Assert.Equal(65534d, seen["uid"]);
    }

    [Fact]
    public async Task Run_NothingOfOneRun_IsLeftForTheNext()
    {
        await RunAsync("globalThis.kept = 1; Array.prototype.map = () => 'poisoned'; return 1");
        Assert.Equal("""["undefined",[2]]""", DataJson.ToJson(await RunAsync("return [typeof kept, [1].map(x => x + 1)]")));
    }

    [Theory]
    [InlineData("for (;;);", ScriptErrorKind.TimeLimit)]
    [InlineData("await new Promise(() => setInterval(() => {}, 1000))", ScriptErrorKind.TimeLimit)]
    [InlineData("/^(a+)+$/.test('a'.repeat(50) + 'b'); return 1", ScriptErrorKind.TimeLimit)]
    [InlineData("const a = []; for (;;) a.push('x'.repeat(1e6) + a.length, { a })", ScriptErrorKind.AllocationLimit)]
    [InlineData("const a = []; for (;;) a.push(new Uint8Array(5e7).fill(1))", null)]
    [InlineData("return 'x'.repeat(6e6)", ScriptErrorKind.AllocationLimit)]
    [InlineData("process.exit(0)", ScriptErrorKind.AllocationLimit)]
    [InlineData("process.kill(process.pid, 'SIGKILL')", ScriptErrorKind.AllocationLimit)]
    [InlineData("const f = () => f() + 1; return f()", ScriptErrorKind.Thrown)]
    public async Task Run_HostileScript_EndsAndTheNextOneRuns(string code, ScriptErrorKind? kind)
    {
        // Only what would never end meets the limit of time; the others have all they need, also on a machine that gives them few turns.
        using var pool = new NodeJsPool(Options.Create(new NodeJsOptions { Enabled = true, Timeout = TimeSpan.FromSeconds(kind == ScriptErrorKind.TimeLimit ? 2 : 120), Workers = 1 }), TimeProvider.System);
        var error = await Assert.ThrowsAsync<ScriptException>(() => pool.RunAsync(code, null, default));
        if (kind is not null) Assert.Equal(kind, error.Kind);
        object? next = null;
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                next = await pool.RunAsync("return 1 + 1", null, default);
                return true;
            }
            catch (ScriptException late) when (kind == ScriptErrorKind.TimeLimit && late.Kind == kind)
            {
                // Two seconds without a turn.
                return false;
            }
        }, "the next script runs");
        Assert.Equal(2d, next);
    }

    [Fact]
    public async Task Activity_SwitchedOffOrUnavailable_RefusesToRun()
    {
        await using var off = new WorkflowTestHost();
        Assert.Contains("switched off", (await off.RunActivityAsync("Status.RunNodeJs", new { script = "return 1" })).Fault, StringComparison.Ordinal);
        Assert.False(off.Services.GetRequiredService<Status.Workflows.Authoring.ActivityRegistry>().Find("Status.RunNodeJs")!.IsBrowsable);

        await using var missing = new WorkflowTestHost(services => services.Configure<NodeJsOptions>(o => (o.Enabled, o.Program) = (true, "no-such-node")));
        Assert.Contains("'no-such-node' was not found", (await missing.RunActivityAsync("Status.RunNodeJs", new { script = "return 1" })).Fault, StringComparison.Ordinal);
        await using var other = new WorkflowTestHost(services => services.Configure<NodeJsOptions>(o => (o.Enabled, o.Program) = (true, "true")));
        Assert.Contains("is not Node.js", (await other.RunActivityAsync("Status.RunNodeJs", new { script = "return 1" })).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_SwitchedOn_GivesItsResult()
    {
        await using var host = new WorkflowTestHost(services => services.Configure<NodeJsOptions>(o => (o.Enabled, o.Timeout) = (true, TimeSpan.FromMinutes(2))).AddSingleton(TimeProvider.System));
        var run = await host.RunActivityAsync("Status.RunNodeJs", new { script = "return { sum: input.values.reduce((t, x) => t + x, 0) }", input = new { values = new[] { 1, 2, 3 } } });
        Assert.Null(run.Fault);
        Assert.Equal("""{"sum":6}""", DataJson.ToJson(run.Outputs["Result"]));
    }

    private Task<object?> RunAsync(string code) => _pool.RunAsync(code, new DataObject { ["a"] = 41d }, default);
}
