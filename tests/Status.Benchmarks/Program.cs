using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Status.Benchmarks.Engine;
using Status.Benchmarks.Ledger;
using Status.Benchmarks.Load;
using Status.Benchmarks.Metrics;
using Status.Benchmarks.Stores;

// Ways in: `bare` serves the endpoint that HTTP figures are compared with, `flows` measures a whole host with wrk, beside other systems when asked, `waiting` measures a database with a million waiting runs, `metrics` measures the
// metrics store, `ledger` appending, proofs and verification, `commits` the group commit, `engine` the burst loop, `scripts` what scripts cost, everything else goes to BenchmarkDotNet (`--filter *Engine*`).
switch (args.FirstOrDefault())
{
    case "bare":
        await BareEndpoint.RunAsync(args[1]);
        return 0;
    case "flows":
        return await FlowLoad.RunAsync(args[1..]);
    case "waiting":
        return await WaitingLoad.RunAsync(args[1..]);
    case "metrics":
        return await MetricsLoad.RunAsync();
    case "ledger":
        return await LedgerAppend.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 100_000);
    case "commits":
        return await CommitLoad.RunAsync(TimeSpan.FromSeconds(args.Length > 1 ? int.Parse(args[1]) : 10));
    case "scripts":
        return Status.Benchmarks.ScriptRates.Print();
    case "engine":
        return EngineBenchmarks.PrintRates();
    default:
        // In-process: the toolchain that starts a second process would restore packages again.
        var config = DefaultConfig.Instance.AddJob(Job.MediumRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(BareEndpoint).Assembly).Run(args, config);
        return 0;
}
