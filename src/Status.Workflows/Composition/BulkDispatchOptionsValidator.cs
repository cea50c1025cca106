using Microsoft.Extensions.Options;

namespace Status.Workflows.Composition;

/// <summary>Stops the start of a host whose bulk dispatch could never make progress, or would make commits without bound.</summary>
internal sealed class BulkDispatchOptionsValidator : IValidateOptions<BulkDispatchOptions>
{
    public ValidateOptionsResult Validate(string? name, BulkDispatchOptions options)
    {
        if (options.MaxUnderWay is < 1 or > 10_000) return ValidateOptionsResult.Fail($"{BulkDispatchOptions.SectionName}:MaxUnderWay must be between 1 and 10000.");
        return options.MaxPerCommit is < 1 or > 1000 ? ValidateOptionsResult.Fail($"{BulkDispatchOptions.SectionName}:MaxPerCommit must be between 1 and 1000.") : ValidateOptionsResult.Success;
    }
}
