using System.Diagnostics;
using System.Text;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.NodeJs;

/// <summary>One confined process. It serves one evaluation, so that nothing of one run is left for the next.</summary>
internal sealed class NodeJsWorker : IDisposable
{
    private readonly Process _process;
    private readonly NodeJsOptions _options;
    private readonly StringBuilder _errors = new();

    private NodeJsWorker(Process process, NodeJsOptions options)
    {
        _process = process;
        _options = options;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                if (line.Data is not null && _errors.Length < 2000) _errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>What it said on standard error, which is read to its end once the process has ended.</summary>
    private string Errors
    {
        get { lock (_errors) return _errors.ToString().Trim(); }
    }

    /// <summary>Starts a process and waits until it can take a job.</summary>
    /// <exception cref="NodeJsUnavailableException">It did not start.</exception>
    public static async Task<NodeJsWorker> StartAsync(ProcessStartInfo command, NodeJsOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        NodeJsWorker worker;
        try
        {
            worker = new NodeJsWorker(Process.Start(command)!, options);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new NodeJsUnavailableException(Confinement.WhyNotStarted(error.Message));
        }

        try
        {
            if (await worker._process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), time, cancellationToken) == "ready") return worker;
            await worker._process.WaitForExitAsync(cancellationToken);
            throw new NodeJsUnavailableException(Confinement.WhyNotStarted(worker.Errors));
        }
        catch (Exception error)
        {
            worker.Dispose();
            throw error is TimeoutException ? new NodeJsUnavailableException("The process did not become ready.") : error;
        }
    }

    /// <summary>Does the one job.</summary>
    /// <exception cref="ScriptException">The script threw, or passed a limit.</exception>
    public async Task<object?> RunAsync(string code, object? input, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, _options.Timeout, Timeout.InfiniteTimeSpan);
        try
        {
            var job = DataJson.ToUtf8(new DataObject { ["code"] = code, ["input"] = input });
            await _process.StandardInput.BaseStream.WriteAsync(job, limit.Token);
            await _process.StandardInput.BaseStream.WriteAsync("\n"u8.ToArray(), limit.Token);
            await _process.StandardInput.BaseStream.FlushAsync(limit.Token);
            return Result(await ReadAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ScriptException(ScriptErrorKind.TimeLimit, $"The Node.js script ran longer than {_options.Timeout.TotalMilliseconds:N0} ms.");
        }
        catch (IOException)
        {
            throw Died();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16384];
        using var line = new MemoryStream();
        // What the script itself prints would come first; the last whole line is the answer, and the process ends after it.
        while (await _process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken) is var read && read > 0)
        {
            line.Write(buffer, 0, read);
            if (line.Length > _options.MaxResultBytes + 1024) throw new ScriptException(ScriptErrorKind.AllocationLimit, $"The result is larger than {_options.MaxResultBytes:N0} bytes.");
        }

        return line.ToArray();
    }

    private object? Result(byte[] output)
    {
        var text = output.AsSpan().TrimEnd((byte)'\n');
        text = text[(text.LastIndexOf((byte)'\n') + 1)..];
        if (text.IsEmpty) throw Died();
        DataObject? answer;
        try
        {
            answer = DataJson.Parse(text) as DataObject;
        }
        catch (System.Text.Json.JsonException error)
        {
            throw new ScriptException(ScriptErrorKind.Thrown, $"The Node.js script gave no readable result: {error.Message}");
        }

        if (answer?["error"] is string problem) throw new ScriptException(ScriptErrorKind.Thrown, problem);
        return answer?["value"];
    }

    private ScriptException Died() => new(
        ScriptErrorKind.AllocationLimit,
        $"The Node.js process ended without a result; it has used up its memory or processor time.{(Errors.Contains("out of memory", StringComparison.Ordinal) ? " JavaScript heap out of memory." : "")}");
}

/// <summary>Confined Node.js cannot be had on this machine.</summary>
/// <param name="reason">Why.</param>
public sealed class NodeJsUnavailableException(string reason)
    : Exception($"Run Node.js refuses to run (Status:NodeJs:Enabled): a confined process cannot be started here. {reason}");
