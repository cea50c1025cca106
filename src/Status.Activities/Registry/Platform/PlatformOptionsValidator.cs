using Microsoft.Extensions.Options;

namespace Status.Activities.Registry.Platform;

internal sealed class PlatformOptionsValidator : IValidateOptions<PlatformOptions>
{
    public ValidateOptionsResult Validate(string? name, PlatformOptions options)
    {
        var problems = new List<string>();
        Require(nameof(options.AvailabilityMinimum), options.AvailabilityMinimum, 100, "percent");
        Require(nameof(options.LatencyP95Maximum), options.LatencyP95Maximum, 3_600_000, "milliseconds");
        Require(nameof(options.CpuMaximum), options.CpuMaximum, 100, "percent");
        Require(nameof(options.MemoryMaximum), options.MemoryMaximum, 100, "percent");
        Require(nameof(options.DiskMaximum), options.DiskMaximum, 100, "percent");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Require(string member, decimal value, decimal most, string unit)
        {
            if (value <= 0 || value > most) problems.Add($"{PlatformOptions.SectionName}:{member} is {value}; it must be above 0 and at most {most} {unit}.");
        }
    }
}
