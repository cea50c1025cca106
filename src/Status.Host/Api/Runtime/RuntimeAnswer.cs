using Status.Workflows.Expressions;
using Status.Workflows.Resilience;

namespace Status.Host.Api.Runtime;

/// <summary>The state of the runtime.</summary>
/// <param name="State"><c>running</c> or <c>paused</c>.</param>
/// <param name="PausedAt">Since when it is paused; absent while it runs.</param>
/// <param name="PausedBy">Who paused it.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="ReadyWork">Accepted work that could be begun now, as counted in the last seconds.</param>
/// <param name="LeftBehind">Code of definitions that went past its time on the host that answers and does not end.</param>
internal sealed record RuntimeAnswer(string State, DateTimeOffset? PausedAt, string? PausedBy, string? Reason, long ReadyWork, IReadOnlyList<RuntimeAnswer.Code> LeftBehind)
{
    /// <summary>The answer for a pause.</summary>
    public static RuntimeAnswer Of(RuntimePause? pause, RuntimeGate gate, IEnumerable<UnstoppableCode> unstoppable) =>
        new(pause is null ? "running" : "paused", pause?.At, pause?.By, pause?.Reason, gate.ReadyWork, [.. unstoppable.Select(code => new Code(code.Kind, code.LeftBehind, code.Places))]);

    /// <summary>One kind of code that cannot be stopped.</summary>
    /// <param name="Kind"><c>csharp</c> or <c>activity-test</c>.</param>
    /// <param name="Count">How much of it went past its time and does not end.</param>
    /// <param name="Places">How much may be under way; when all is of that kind, further code is refused.</param>
    internal sealed record Code(string Kind, int Count, int Places);
}
