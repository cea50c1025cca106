using System.Diagnostics;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Benchmarks;

/// <summary>
/// What scripts cost in processor time, so that neighbours on the machine do not count: plain expressions, the compliance check over 50 points (F2), and the validation with hash of one of 100
/// records (F3). Each result is compared with the expected one first.
/// </summary>
internal static class ScriptRates
{
    private const string ComplianceCheck = """
        const m = /^\s*(\w+)\s*(>=|<=|>|<|==)\s*(-?[\d.]+)\s*$/.exec(input.guarantee.objective);
        const op = m[2], limit = Number(m[3]);
        const test = { '>=': v => v >= limit, '<=': v => v <= limit, '>': v => v > limit, '<': v => v < limit, '==': v => v === limit }[op];
        let ok = 0;
        const evidences = input.metrics.map((p, i) => { const result = test(p.value); if (result) ok++; return { id: i, name: m[1], ts: p.ts, value: p.value, result }; });
        const n = input.metrics.length;
        const value = n ? Math.round(ok / n * 10000) / 100 : null;
        const verdict = value === null ? 'nodata' : value >= input.guarantee.compliantAt ? 'compliant' : value >= input.guarantee.warningAt ? 'warning' : 'violated';
        ({ agreementId: input.agreementId, guarantee: input.guarantee.id, scope: input.scope, value, verdict, evidences });
        """;

    private const string RecordCheck = """
        const okId = typeof input.id === 'string' && input.id.length > 0;
        const okTs = typeof input.ts === 'string' && !Number.isNaN(Date.parse(input.ts));
        const okValue = typeof input.value === 'number' && Number.isFinite(input.value);
        const hash = sha256(input.id + '|' + input.ts + '|' + input.value);
        ({ id: input.id, valid: okId && okTs && okValue, hash });
        """;

    private const string Classes = """
        class Tally { #sum = 0; add(v) { this.#sum += v; return this } get mean() { return this.#sum / 50 } }
        const t = new Tally(); for (const p of input.metrics) t.add(p.value); t.mean;
        """;

    /// <summary>Measures and prints a table.</summary>
    /// <returns>0, or 1 when a result is wrong.</returns>
    public static int Print()
    {
        var points = new DataArray(Enumerable.Range(0, 50).Select(i => (object?)new DataObject { ["ts"] = $"2026-01-01T{i / 12:00}:{i % 12 * 5:00}:00.000Z", ["value"] = i % 8 == 3 ? 98.5 : 99.5 + (i / 100d) }));
        var check = new DataObject
        {
            ["agreementId"] = "tpa-0001",
            ["guarantee"] = new DataObject { ["id"] = "availability_monthly", ["objective"] = "availability >= 99.5", ["compliantAt"] = 95d, ["warningAt"] = 80d },
            ["scope"] = new DataObject { ["project"] = "status" },
            ["metrics"] = points,
        };
        var record = new DataObject { ["id"] = "ev-0000", ["ts"] = "2026-01-01T00:00:00.000Z", ["value"] = 50.5 };
        var plain = new DataObject { ["a"] = new DataObject { ["b"] = 3d } };
        (string Name, string Source, DataObject Input, string Expected)[] cases =
        [
            ("condition `input.a.b + 1 > 3`", "input.a.b + 1 > 3", plain, "true"),
            ("template `` `${input.a.b} of ${input.a.b * 2}` ``", "`${input.a.b} of ${input.a.b * 2}`", plain, "\"3 of 6\""),
            ("object literal", "({ total: input.a.b * 2, name: 'x', ok: input.a.b > 1 })", plain, "{\"total\":6,\"name\":\"x\",\"ok\":true}"),
            ("F2: 50 points to ratio and verdict", ComplianceCheck, check, "\"verdict\":\"warning\""),
            ("F3: one record validated and hashed", RecordCheck, record, "\"valid\":true"),
            ("class with a private field over 50 points", Classes, check, "."),
            ("loop of 10,000 additions", "let s = 0; for (let i = 0; i < 10000; i++) s += i; s", plain, "49995000"),
        ];
        Console.WriteLine("| script | µs of processor time | bytes |\n|---|---|---|");
        foreach (var (name, source, input, expected) in cases)
        {
            var world = new World(input);
            if (!JavaScriptProgram.TryParse(source, ScriptKind.Expression, out var program, out var problems)) throw new InvalidOperationException(problems[0].ToString());
            var result = DataJson.ToJson(program.Evaluate(world, ScriptLimits.Default));
            if (!result.Contains(expected, StringComparison.Ordinal))
            {
                Console.WriteLine($"{name}: expected {expected}, got {result}");
                return 1;
            }

            var (time, bytes) = Measure(() => program.Evaluate(world, ScriptLimits.Default));
            Console.WriteLine($"| {name} | {time:0.000} | {bytes:0} |");
        }

        return 0;
    }

    private static (double Microseconds, double Bytes) Measure(Action work)
    {
        using var process = Process.GetCurrentProcess();
        // Long enough for the second tier of compilation.
        for (var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * 2); Stopwatch.GetTimestamp() < until;) work();
        var best = double.MaxValue;
        var (bytes, rounds) = (0d, 0);
        for (var round = 0; round < 5; round++)
        {
            rounds = 0;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            process.Refresh();
            var before = process.TotalProcessorTime;
            for (var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2); Stopwatch.GetTimestamp() < until; rounds += 10)
            {
                for (var i = 0; i < 10; i++) work();
            }

            process.Refresh();
            best = Math.Min(best, (process.TotalProcessorTime - before).TotalMicroseconds / rounds);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)rounds;
        }

        return (best, bytes);
    }

    private sealed class World(DataObject input) : ScriptHost(TimeProvider.System, TimeZoneInfo.Utc, () => 0.5, () => Guid.Empty)
    {
        public override bool TryGetGlobal(string name, out object? value)
        {
            value = input;
            return true;
        }
    }
}
