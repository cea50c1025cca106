using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Status.Testing;

/// <summary>The real host as a process of its own, as a newcomer runs it; for tests whose project refers to the host.</summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    /// <summary>The password that <see cref="Start"/> gives the first administrator unless told otherwise.</summary>
    public const string Password = "correct horse battery";

    /// <summary>How long a start may take on a crowded machine before the test calls it a failure.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private HttpClient? _client;

    private HostProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Everything it said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>A client on its address; after <see cref="ReadyAsync"/>.</summary>
    public HttpClient Client => _client ?? throw new InvalidOperationException("Wait for ReadyAsync first.");

    /// <summary>Starts a host, or a command of it, without waiting for anything.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="environment">More environment variables; a <c>null</c> value removes one.</param>
    /// <param name="arguments">Arguments in place of a free port.</param>
    /// <param name="user">The user to become, when this process is root.</param>
    /// <param name="program">Another copy of <c>status-host.dll</c>.</param>
    /// <param name="mayUnshare">Whether it may make namespaces; only with a <paramref name="user"/>.</param>
    public static HostProcess Start(
        string dataFolder,
        IReadOnlyDictionary<string, string?>? environment = null,
        IReadOnlyList<string>? arguments = null,
        string? user = null,
        string? program = null,
        bool mayUnshare = true)
    {
        string[] command = ["dotnet", program ?? Path.Combine(AppContext.BaseDirectory, "status-host.dll"), .. arguments ?? ["--urls", "http://127.0.0.1:0"]];
        // In a namespace of its own that may have none below it: as on a machine where ordinary users may make none.
        if (!mayUnshare)
            command = ["unshare", "--user", "--keep-caps", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --inh-caps=-all --ambient-caps=-all \"$@\"", "sh", .. command];
        if (user is not null)
            command = ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/tmp",
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("STATUS", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["STATUS__Data__Folder"] = dataFolder;
        start.Environment["STATUS__Postgres__Embedded"] = "true";
        start.Environment["STATUS_ADMIN_PASSWORD"] = Password;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new HostProcess(start);
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> ReadyAsync()
    {
        var exited = _process.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, exited, Task.Delay(_patience)) != _ready.Task)
            throw new InvalidOperationException($"The host {(exited.IsCompleted ? $"ended with code {_process.ExitCode}" : "was not ready in time")}. It said:\n{Output}");
        var address = await _ready.Task;
        _client ??= new HttpClient { BaseAddress = new Uri(address) };
        return address;
    }

    /// <summary>Signs the client in as administrator.</summary>
    /// <returns>The client.</returns>
    public async Task<HttpClient> SignInAsync(string password = Password)
    {
        using var response = await Client.PostAsJsonAsync("/elsa/api/identity/login", new { username = "admin", password });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!answer.TryGetProperty("accessToken", out var token))
            throw new InvalidOperationException($"Sign-in failed: {answer}");
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetString());
        return Client;
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(_patience);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as <c>kill</c> does, and waits.</summary>
    /// <param name="signal">The signal's name.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString()]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Kills this process alone, without a chance to tidy up; its PostgreSQL stays behind.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: false);
        await ExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (!_process.HasExited)
        {
            try
            {
                await StopAsync();
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (ReadyLine().Match(line) is { Success: true } match)
            _ready.TrySetResult(match.Groups["address"].Value);
    }

    [GeneratedRegex(@"STATUS is ready on (?<address>\S+)")]
    private static partial Regex ReadyLine();
}
