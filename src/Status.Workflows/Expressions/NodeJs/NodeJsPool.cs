using System.Diagnostics;
using Microsoft.Extensions.Options;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.NodeJs;

/// <summary>Keeps confined processes ready. Before the first use it proves that they are confined; when they are not, nothing is run.</summary>
/// <param name="options">What a process may use.</param>
/// <param name="time">The clock.</param>
public sealed class NodeJsPool(IOptions<NodeJsOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.Workers, options.Value.Workers);
    private readonly SemaphoreSlim _check = new(1, 1);
    private readonly Queue<Task<NodeJsWorker>> _ready = [];
    private readonly CancellationTokenSource _stop = new();
    private (string Path, int Major)? _node;

    /// <summary>Whether the host offers it.</summary>
    public bool IsEnabled => options.Value.Enabled;

    /// <summary>Looks whether processes can be confined here, as the first use would.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Why not, with the setting and what to do, as every use would say it; <c>null</c> when they can.</returns>
    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureConfinedAsync(cancellationToken);
            return null;
        }
        catch (NodeJsUnavailableException obstacle)
        {
            return obstacle.Message;
        }
    }

    /// <summary>Runs a script in a process of its own.</summary>
    /// <param name="code">Body of an async function with the parameters <c>input</c> and <c>require</c>.</param>
    /// <param name="input">What <c>input</c> is.</param>
    /// <param name="cancellationToken">Cancels; the process is killed.</param>
    /// <returns>What the script returns, as it is in JSON.</returns>
    /// <exception cref="NodeJsUnavailableException">It is switched off, or processes cannot be confined here.</exception>
    /// <exception cref="JavaScript.ScriptException">The script threw, or passed a limit.</exception>
    public async Task<object?> RunAsync(string code, object? input, CancellationToken cancellationToken)
    {
        if (!IsEnabled) throw new NodeJsUnavailableException("It is switched off on this host (Status:NodeJs:Enabled).");
        await EnsureConfinedAsync(cancellationToken);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var worker = await TakeAsync(cancellationToken);
            return await worker.RunAsync(code, input, time, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_ready)
        {
            foreach (var worker in _ready)
            {
                if (worker.IsCompletedSuccessfully) worker.Result.Dispose();
                else _ = worker.ContinueWith(static w => w.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }

            _ready.Clear();
        }

        _stop.Dispose();
        _slots.Dispose();
        _check.Dispose();
    }

    private async Task<NodeJsWorker> TakeAsync(CancellationToken cancellationToken)
    {
        Task<NodeJsWorker> taken;
        lock (_ready)
        {
            if (!_ready.TryDequeue(out taken!)) taken = StartAsync();
            while (_ready.Count < options.Value.Workers) _ready.Enqueue(StartAsync());
        }

        return await taken.WaitAsync(cancellationToken);
    }

    private Task<NodeJsWorker> StartAsync() => NodeJsWorker.StartAsync(Confinement.Command(options.Value, _node!.Value.Path, _node.Value.Major), options.Value, time, _stop.Token);

    private async Task EnsureConfinedAsync(CancellationToken cancellationToken)
    {
        if (_node is not null) return;
        await _check.WaitAsync(cancellationToken);
        try
        {
            if (_node is not null) return;
            if (!OperatingSystem.IsLinux()) throw new NodeJsUnavailableException("It needs Linux.");
            var found = await FindAsync(cancellationToken);
            using var worker = await NodeJsWorker.StartAsync(Confinement.Command(options.Value, found.Path, found.Major), options.Value, time, cancellationToken);
            var input = new DataObject { ["wasRoot"] = Environment.UserName == "root" };
            if (await ProbeAsync(worker, input, cancellationToken) is { } leak) throw new NodeJsUnavailableException($"The test process was not confined: {leak}.");
            _node = found;
        }
        finally
        {
            _check.Release();
        }
    }

    private async Task<string?> ProbeAsync(NodeJsWorker worker, DataObject input, CancellationToken cancellationToken)
    {
        try
        {
            return await worker.RunAsync(Confinement.Probe, input, time, cancellationToken) as string;
        }
        catch (JavaScript.ScriptException failed)
        {
            throw new NodeJsUnavailableException($"The test process did not answer: {failed.Message}");
        }
    }

    private async Task<(string Path, int Major)> FindAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(options.Value.Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-p");
        start.ArgumentList.Add("process.execPath + '\\n' + process.versions.node");
        try
        {
            using var process = Process.Start(start)!;
            var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n');
            await process.WaitForExitAsync(cancellationToken);
            if (lines.Length < 2 || !int.TryParse(lines[1].Split('.')[0], out var major)) throw new NodeJsUnavailableException($"'{options.Value.Program}' is not Node.js. Name one by Status:NodeJs:Program.");
            return major >= 20 ? (lines[0], major) : throw new NodeJsUnavailableException($"Node.js {lines[1]} is too old; it needs 20 or later. Name one by Status:NodeJs:Program.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new NodeJsUnavailableException($"'{options.Value.Program}' was not found. Install Node.js 20 or later, or name it by Status:NodeJs:Program.");
        }
    }
}
