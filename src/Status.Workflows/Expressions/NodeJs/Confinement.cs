using System.Diagnostics;
using System.Globalization;

namespace Status.Workflows.Expressions.NodeJs;

/// <summary>
/// How a Node.js process is started so that it reaches nothing: a network namespace without interfaces, no right to gain rights, as root an unprivileged user, Node's permission model (no files, no child
/// processes, no threads, no native code), limits of the kernel on processor time, memory and files, an empty environment.
/// </summary>
internal static class Confinement
{
    /// <summary>What the process does: one job from standard input, one answer to standard output.</summary>
    private const string Worker = """
        let text = '';
        const answer = x => { let out; try { out = JSON.stringify(x) } catch (e) { out = JSON.stringify({ error: String(e && e.message || e) }) } process.stdout.write(out + '\n', () => process.exit(0)) };
        process.stdin.on('data', part => {
          text += part;
          const end = text.indexOf('\n');
          if (end < 0) return;
          process.stdin.pause();
          process.stdin.removeAllListeners('data');
          const job = JSON.parse(text.slice(0, end));
          text = '';
          (async () => {
            try {
              const AsyncFunction = (async () => {}).constructor;
              const value = await new AsyncFunction('input', 'require', 'console', job.code)(job.input, require, { log() {}, info() {}, warn() {}, error() {}, debug() {} });
              answer({ value: value === undefined ? null : value });
            } catch (e) { answer({ error: e && e.stack ? String(e.name) + ': ' + String(e.message) : 'The script threw ' + String(e) }) }
          })();
        });
        process.stdout.write('ready\n');
        """;

    private static readonly string[] _tools = ["unshare", "setpriv"];

    /// <summary>Reaches for all that must not be reachable; <c>null</c> when nothing was.</summary>
    public const string Probe = """
        const tries = { 'read a file': () => require('fs').readFileSync('/etc/passwd'), 'write a file': () => require('fs').writeFileSync('/tmp/status-probe', 'x'), 'start a process': () => require('child_process').execSync('true'),
          'start a thread': () => new (require('worker_threads').Worker)('1', { eval: true }) };
        for (const name of Object.keys(tries)) { try { tries[name](); return 'it could ' + name } catch { } }
        const open = Object.values(require('os').networkInterfaces()).flat().filter(i => !i.internal);
        if (open.length) return 'it has a network';
        if (process.getuid() === 0 && input.wasRoot) return 'it runs as root';
        return null;
        """;

    /// <summary>What hinders a worker from starting, and what helps.</summary>
    /// <param name="said">What the attempt said.</param>
    public static string WhyNotStarted(string said)
    {
        var user = Environment.UserName;
        var missing = Array.Find(_tools, tool => Array.TrueForAll((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), folder => !File.Exists(Path.Combine(folder, tool))));
        if (missing is not null) return $"'{missing}' is not on the PATH. Install util-linux, which has unshare and setpriv, or set Status:NodeJs:Enabled to false. ({said})";
        if (!said.Contains("unshare", StringComparison.Ordinal) && !said.Contains("setpriv", StringComparison.Ordinal)) return said;
        var remedy = user == "root"
            ? "Give the host's container the right to make namespaces (--cap-add SYS_ADMIN, or a seccomp profile that allows unshare)"
            : "Allow user namespaces to ordinary users (sysctl user.max_user_namespaces above 0; kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0 where they exist; in a container a seccomp profile that allows unshare), or start the host as root";
        return $"The user '{user}' may not make namespaces here ({said}). {remedy}, or set Status:NodeJs:Enabled to false.";
    }

    /// <summary>The command for one worker.</summary>
    public static ProcessStartInfo Command(NodeJsOptions options, string nodePath, int majorVersion)
    {
        var isRoot = Environment.UserName == "root";
        var start = new ProcessStartInfo("unshare")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        Add(start, isRoot ? "--net" : "--user", isRoot ? "--ipc" : "--net", "--uts", "--", "setpriv", "--no-new-privs");
        if (isRoot) Add(start, "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all");
        var (seconds, kilobytes) = ((int)Math.Ceiling(options.Timeout.TotalSeconds) + 2, (1_200 + (2 * options.MaxMemoryMiB)) * 1024);
        Add(start, "--", "sh", "-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -c 0; ulimit -f 0; ulimit -n 64; ulimit -t {seconds}; ulimit -v {kilobytes}; unset PATH PWD; exec \"$@\""), "sh");
        // The permission model lost its first name with Node.js 24.
        Add(start, nodePath, majorVersion >= 24 ? "--permission" : "--experimental-permission", "--no-warnings", "--no-addons", "--disable-proto=throw", string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={options.MaxMemoryMiB}"), "-e", Worker);
        return start;
    }

    private static void Add(ProcessStartInfo start, params ReadOnlySpan<string> arguments)
    {
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
    }
}
