using Microsoft.Extensions.Options;

namespace Status.Activities.Metrics;

[OptionsValidator]
internal sealed partial class MetricsOptionsValidator : IValidateOptions<MetricsOptions>;
