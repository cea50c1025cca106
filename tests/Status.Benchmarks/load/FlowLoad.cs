using System.Globalization;
using Status.Host.Hosting.Embedded;

namespace Status.Benchmarks.Load;

/// <summary>
/// The flows F1 to F6 on a whole published host with its embedded PostgreSQL (fsync on), in each persistence mode, beside a bare Kestrel endpoint and, when asked, beside other
/// systems that get the same requests in the same run. Every answer is compared with what is expected before and after the runs, and one that is not 2xx fails them all.
/// </summary>
internal static class FlowLoad
{
    /// <summary>Log files of 16 MB: what three rows of ten seconds write.</summary>
    private const int LogFiles = 48;

    private static readonly string _bareUrl = LoadPorts.Url(9);
    private static readonly string _hostUrl = LoadPorts.Url(8);
    private static readonly string _recorderUrl = LoadPorts.Url(7);

    /// <summary>Runs the command.</summary>
    /// <returns>0 when every row could be measured.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = FlowOptions.Parse(args);
        var folder = options.Host ?? LoadHost.Publish();
        var work = Directory.CreateTempSubdirectory("status-load-");
        try
        {
            await MeasureAsync(options, folder, work.FullName);
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(FlowOptions options, string folder, string work)
    {
        foreach (var flow in Flow.All.Where(f => f.Body is not null)) await File.WriteAllTextAsync(Path.Combine(work, flow.Key + ".body.json"), flow.Body);
        var data = Path.Combine(work, "data");
        using var client = new HttpClient();
        using var bare = LoadHost.StartBare(_bareUrl);
        if (options.Peers is not null) await Peer.RunAsync(options.Peers, "start-stub.sh");
        // The peers' stub where the peers are measured, so that all call the same one.
        var stub = options.Peers is null ? _bareUrl + "/stub" : "http://127.0.0.1:19100/";
        FlowDefinitions.Write(Path.Combine(work, "flows"), options.Modes, stub, null);
        FlowDefinitions.Write(Path.Combine(work, "timers"), [], stub, _recorderUrl);
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, wrk with {options.Connections} connections, {options.Runs} × {options.Seconds} s, about {options.Estimate().TotalMinutes:N0} minutes in all"));
            await LoadHost.WaitAsync(client, _bareUrl);
            using (var host = LoadHost.Start(folder, _hostUrl, data, Settings(work, "flows")))
            {
                await LoadHost.WaitAsync(client, _hostUrl + "/health/ready");
                await MeasureFlowsAsync(options, client, bare, host, work, data);
                if (!options.FlowsOnly)
                {
                    await ManyConnections.MeasureAsync(_hostUrl, options);
                    await StartUp.MeasureAsync(folder, work, data, Settings(work, "flows"));
                }
            }

            if (options.Flows.Contains("F5")) await MeasureTimersAsync(options, folder, work, data, client);
        }
        finally
        {
            if (options.Peers is not null)
                foreach (var name in (string[])["stub", "recorder"]) await Peer.RunAsync(options.Peers, "stop.sh", name);
        }
    }

    private static async Task MeasureFlowsAsync(FlowOptions options, HttpClient client, LoadHost bare, LoadHost host, string work, string data)
    {
        Console.WriteLine(LoadRow.Head);
        var baseline = await LoadRow.MeasureAsync(client, new Flow("-", "bare Kestrel", null, "ok"), "-", _bareUrl + "/", bare.Id, false, work, options);
        var flows = Flow.All.Where(f => options.Flows.Contains(f.Name)).ToArray();
        var peers = await MeasurePeersAsync(options, client, flows, work);
        foreach (var flow in flows)
            foreach (var mode in options.Modes)
            {
                await LoadRow.MeasureAsync(
                    client, flow, mode, $"{_hostUrl}/workflows/load/{flow.Key}-{mode}", host.Id, false, work, options, baseline, peers.GetValueOrDefault((Peer.NodeRedName, flow.Name)),
                    peers.GetValueOrDefault((Peer.N8nName, flow.Name)), warm: mode == "off" ? null : () => FillLogAsync(data));
            }
    }

    private static async Task<Dictionary<(string Peer, string Flow), double>> MeasurePeersAsync(FlowOptions options, HttpClient client, Flow[] flows, string work)
    {
        var rates = new Dictionary<(string Peer, string Flow), double>();
        if (options.Peers is null) return rates;
        foreach (var make in (Func<string, Peer>[])(options.N8n ? [Peer.NodeRed, Peer.N8n] : [Peer.NodeRed]))
        {
            await using var peer = make(options.Peers);
            await peer.StartAsync(client, flows);
            foreach (var flow in flows)
                try
                {
                    rates[(peer.Name, flow.Name)] = await LoadRow.MeasureAsync(client, flow, peer.Name, peer.Url(flow), peer.ProcessId, true, work, options, nodeRed: rates.GetValueOrDefault((Peer.NodeRedName, flow.Name)));
                }
                catch (InvalidOperationException exception)
                {
                    // n8n gives up on a disk that others use as well; ours is measured all the same.
                    Console.WriteLine($"| {flow.Name} {flow.Title} | {peer.Name} | failed: {exception.Message.ReplaceLineEndings(" ")} |");
                }
        }

        return rates;
    }

    private static async Task MeasureTimersAsync(FlowOptions options, string folder, string work, string data, HttpClient client)
    {
        if (options.Peers is not null) await Peer.TimersAsync(options.Peers, options.N8n, options.Seconds);
        await using var recorder = await Recorder.StartAsync(_recorderUrl);
        using var host = LoadHost.Start(folder, _hostUrl, data, Settings(work, "timers"));
        await LoadHost.WaitAsync(client, _hostUrl + "/health/ready");
        if (!await TimerLoad.MeasureAsync(recorder, host, options.Seconds, "durable")) throw new InvalidOperationException("F5: ticks are missing or came twice.");
    }

    /// <summary>
    /// Gives the database the log files that it would have after its first hour: while it makes a new one every commit waits, which is a matter of its first minutes.
    /// </summary>
    private static async Task FillLogAsync(string data)
    {
        await using var dataSource = Npgsql.NpgsqlDataSource.Create(PostgresCluster.ConnectionStringOfRunning(data, new PostgresOptions())!);
        await using var count = dataSource.CreateCommand("select count(*)::int from pg_ls_waldir()");
        for (var files = (int)(await count.ExecuteScalarAsync())!; files < LogFiles; files++)
        {
            await using var next = dataSource.CreateCommand("select pg_logical_emit_message(true, 'fill', 'x'); select pg_switch_wal()");
            await next.ExecuteNonQueryAsync();
        }

        await using var command = dataSource.CreateCommand("checkpoint");
        await command.ExecuteNonQueryAsync();
    }

    private static Dictionary<string, string> Settings(string work, string definitions) => new()
    {
        ["STATUS__Workflows__Folder"] = Path.Combine(work, definitions),
        ["STATUS__Http__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
    };
}
