using Microsoft.Extensions.Options;

namespace Status.Activities.Evidence;

[OptionsValidator]
internal sealed partial class EvidenceOptionsValidator : IValidateOptions<EvidenceOptions>;
