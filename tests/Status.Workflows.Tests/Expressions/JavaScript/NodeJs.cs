using System.Diagnostics;
using System.Text.Json;

namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <summary>The reference: Node.js evaluates a whole batch of sources in one process and says the JSON of each, or what was thrown.</summary>
internal static class NodeJs
{
    public const string Zone = "Europe/Berlin";

    private const string Runner = """
        const crypto = require('crypto');
        globalThis.sha256 = t => crypto.createHash('sha256').update(t).digest('hex');
        globalThis.hmac = (k, t) => crypto.createHmac('sha256', k).update(t).digest('hex');
        globalThis.uuid = () => '00000000-0000-0000-0000-000000000000';
        globalThis.base64encode = t => Buffer.from(t).toString('base64');
        globalThis.base64decode = t => Buffer.from(t, 'base64').toString();
        // Node 20 has no Object.groupBy yet.
        Object.groupBy ??= (items, key) => { const groups = {}; let n = 0; for (const i of items) (groups[key(i, n++)] ??= []).push(i); return groups; };
        const sources = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const run = async source => {
          try { return JSON.stringify(await (0, eval)('"use strict";\n' + source)) ?? 'null'; } catch (e) { return 'throws ' + (e?.name ?? 'a value'); }
        };
        (async () => { const all = []; for (const source of sources) all.push(await run(source)); process.stdout.write(JSON.stringify(all)); })();
        """;

    /// <summary>Evaluates all sources; fails with a message when Node.js is not installed, because the dialect is defined by it.</summary>
    public static async Task<IReadOnlyList<string>> EvaluateAsync(IReadOnlyList<string> sources)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Runner);
        start.Environment["TZ"] = Zone;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException("These tests compare with Node.js 20 or later; install it so that 'node' is on the PATH.", error);
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(sources));
            process.StandardInput.Close();
            var text = await output;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? JsonSerializer.Deserialize<string[]>(text)! : throw new InvalidOperationException(await errors);
        }
    }
}
