using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Xunit.Sdk;

namespace Status.Workflows.Tests.Execution;

/// <summary>
/// Random flowcharts with loops, dead paths and waits do exactly what the reference model says, in both modes. Seeds in a row instead of FsCheck: a smaller seed is no simpler flowchart,
/// so there is nothing to shrink, and one host serves all.
/// </summary>
public sealed class FlowModelLaws
{
    private const int Cases = 1500;

    [Fact]
    public Task TokenBased_RandomFlowchart_DoesWhatTheModelSays() => CheckAsync(RandomFlowchart.TokenModes, counts: false, picture => (string.Join(' ', new TokenModel(picture).Run().Begun), false));

    [Fact]
    public Task CounterBased_RandomFlowchart_DoesWhatTheModelSays() => CheckAsync(RandomFlowchart.JoinModes, counts: true, picture =>
    {
        var model = new CounterModel(picture);
        model.Run();
        return (string.Join(' ', model.Begun.Where(n => !RandomFlowchart.IsJoin(picture.Modes[n]))), model.Failed);
    });

    private static async Task CheckAsync(string[] modes, bool counts, Func<FlowPicture, (string Begun, bool Fails)> model)
    {
        var log = new StepLog();
        await using var host = new WorkflowTestHost(services => services.AddActivitiesFrom(typeof(Leave).Assembly).AddSingleton(log));
        var lengths = new HashSet<int>();
        for (var seed = 0; seed < Cases; seed++)
        {
            var picture = RandomFlowchart.Draw(seed, modes, troubled: false);
            var (expected, fails) = model(picture);

            log.Begun.Clear();
            var run = await host.RunAsync(RandomFlowchart.Json(picture, counts, seed));
            await host.AdvanceAsync(TimeSpan.FromDays(1));

            var status = (await host.LoadAsync(run.InstanceId))!.SubStatus;
            lengths.Add(log.Begun.Count);
            // A loop with a second entrance faults where it is come to; other branches may have gone on in the model.
            if (fails ? status == InstanceSubStatus.Faulted : status == InstanceSubStatus.Finished && expected == string.Join(' ', log.Begun)) continue;
            throw new XunitException($"Seed {seed}: {status} after {string.Join(' ', log.Begun)}, the model says {(fails ? "fault" : expected)}. {string.Join(' ', picture.Edges)}");
        }

        Assert.True(lengths.Count > 10, "The flowcharts are all alike.");
    }
}
