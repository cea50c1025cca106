using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Resilience;

/// <summary>How runs deal with failures.</summary>
public sealed class ResilienceOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Resilience";

    /// <summary>Retry strategies besides the built-in ones; one with the id of a built-in one stands in its place.</summary>
    public IList<RetryStrategySettings> Strategies { get; } = [];

    /// <summary>A retry that is due within this time is waited for in the burst; a later one becomes a timer, and the run holds neither memory nor a worker.</summary>
    /// <value>Default 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LongestDelayInBurst { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether a fault leaves the run going for definitions that choose no incident strategy.</summary>
    /// <value>Default <c>false</c>: a fault ends the run.</value>
    public bool ContinueWithIncidents { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var strategy in Strategies)
        {
            var found = new List<ValidationResult>();
            if (Validator.TryValidateObject(strategy, new ValidationContext(strategy), found, validateAllProperties: true)) continue;
            foreach (var problem in found) yield return new ValidationResult($"{SectionName}:{nameof(Strategies)} '{strategy.Id}': {problem.ErrorMessage}", [nameof(Strategies)]);
        }

        foreach (var twice in Strategies.GroupBy(s => s.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return new ValidationResult($"{SectionName}:{nameof(Strategies)} has several strategies with the id '{twice.Key}'.", [nameof(Strategies)]);
    }
}
