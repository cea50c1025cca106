using Microsoft.Extensions.Options;

namespace Status.Activities.Metrics.Sampling;

/// <summary>What the attributes of <see cref="SamplingOptions"/> cannot say.</summary>
public sealed class SamplingOptionsValidator : IValidateOptions<SamplingOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (options.Timeout > options.Interval)
            problems.Add($"The field 'Timeout' ({options.Timeout}) is longer than Interval ({options.Interval}): make it at most as long.");
        foreach (var target in options.Targets)
            if (!target.IsAbsoluteUri || target.Scheme is not ("http" or "https"))
                problems.Add($"The field 'Targets' holds '{target}', which is not an absolute http or https address.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
