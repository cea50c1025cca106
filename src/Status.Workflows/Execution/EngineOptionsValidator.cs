using Microsoft.Extensions.Options;

namespace Status.Workflows.Execution;

/// <summary>Holds the engine's settings to ranges in which it works.</summary>
internal sealed class EngineOptionsValidator : IValidateOptions<EngineOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        var problems = new List<string>();
        Require(nameof(options.MaxParallelRuns), options.MaxParallelRuns, 1, 10_000);
        Require(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        Require(nameof(options.MaxBackoff), options.MaxBackoff, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Require(nameof(options.MaxActivityTests), options.MaxActivityTests, 1, 100);
        var scripts = options.Scripts;
        Require("Scripts:MaxSteps", scripts.MaxSteps, 1_000, 10_000_000_000);
        Require("Scripts:MaxTime", scripts.MaxTime, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        Require("Scripts:MaxAllocation", scripts.MaxAllocation, 65_536, 4_294_967_296);
        // Deeper calls would end the thread's stack before they end the budget.
        Require("Scripts:MaxDepth", scripts.MaxDepth, 16, 2_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Require<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                problems.Add(FormattableString.Invariant($"{EngineOptions.SectionName}:{key} is {value}: set it between {least} and {most}."));
        }
    }
}
