using Status.Workflows.Resilience;

namespace Status.Host.Api.Runtime;

/// <summary>The state of the runtime.</summary>
/// <param name="State"><c>running</c> or <c>paused</c>.</param>
/// <param name="PausedAt">Since when it is paused; absent while it runs.</param>
/// <param name="PausedBy">Who paused it.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="ReadyWork">Accepted work that could be begun now, as counted in the last seconds.</param>
internal sealed record RuntimeAnswer(string State, DateTimeOffset? PausedAt, string? PausedBy, string? Reason, long ReadyWork)
{
    /// <summary>The answer for a pause.</summary>
    public static RuntimeAnswer Of(RuntimePause? pause, RuntimeGate gate) => new(pause is null ? "running" : "paused", pause?.At, pause?.By, pause?.Reason, gate.ReadyWork);
}
