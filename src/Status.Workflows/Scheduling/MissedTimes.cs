using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Scheduling;

/// <summary>What triggers say about times that were missed while no host ran.</summary>
internal static class MissedTimes
{
    public const string Category = "Missed times";
    public const string Description = "As a trigger: what happens with times that were missed while no host ran or the runtime was paused. Skip: forgotten. Once: one run stands for all. All: each starts a run.";

    private const string Name = "MissedFires";

    public static DataObject Options(TriggerIndexingContext context, Input<MisfirePolicy>? input) => new() { [Name] = context.Get(input, MisfirePolicy.Once).ToString() };

    public static MisfirePolicy Of(TriggerStimulus stimulus) => Enum.TryParse<MisfirePolicy>(stimulus.Options?[Name] as string, out var policy) ? policy : MisfirePolicy.Once;
}
