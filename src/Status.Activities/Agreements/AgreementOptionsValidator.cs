using Microsoft.Extensions.Options;
using Status.Activities.Agreements.Documents;

namespace Status.Activities.Agreements;

internal sealed class AgreementOptionsValidator : IValidateOptions<AgreementOptions>
{
    public ValidateOptionsResult Validate(string? name, AgreementOptions options)
    {
        var problems = new List<string>();
        Require(nameof(options.MaxBytes), options.MaxBytes, 1024, 1 << 26);
        Require(nameof(options.MaxGuarantees), options.MaxGuarantees, 1, 100_000);
        Require(nameof(options.MaxElements), options.MaxElements, 1, 100_000);
        Require(nameof(options.MaxProblems), options.MaxProblems, 1, 10_000);
        Require(nameof(options.MaxClosedWindows), options.MaxClosedWindows, 1, 10_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Require(string member, int value, int least, int most)
        {
            if (value < least || value > most) problems.Add($"{AgreementOptions.SectionName}:{member} is {value}; it must be from {least} to {most}.");
        }
    }
}
