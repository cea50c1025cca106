using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Resilience;

/// <summary>A retry strategy as configured, or as an expression gives it.</summary>
public sealed class RetryStrategySettings : IValidatableObject
{
    /// <summary>Most tries after the first one that a strategy may have.</summary>
    public const int MostAttempts = 100;

    /// <summary>What definitions name it by.</summary>
    [Required]
    public string Id { get; set; } = "";

    /// <summary>Name shown to designers; the id when empty.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Which activities it is offered for: <c>HTTP</c> or <c>Default</c>.</summary>
    /// <value>Default <c>Default</c>.</value>
    [RegularExpression("HTTP|Default", ErrorMessage = "A retry strategy has the category HTTP or Default.")]
    public string Category { get; set; } = RetryStrategies.DefaultCategory;

    /// <summary>Tries after the first one.</summary>
    /// <value>Default 3.</value>
    [Range(1, MostAttempts)]
    public int MaxRetryAttempts { get; set; } = 3;

    /// <summary>Delay before the second try.</summary>
    /// <value>Default 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest delay, and the longest <c>Retry-After</c> that is waited for: past it the activity fails at once.</summary>
    /// <value>Default 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How the delay grows.</summary>
    /// <value>Default <see cref="RetryBackoff.Exponential"/>.</value>
    public RetryBackoff BackoffType { get; set; } = RetryBackoff.Exponential;

    /// <summary>Whether chance spreads the delays, so that many runs do not come back at the same moment.</summary>
    /// <value>Default <c>true</c>.</value>
    public bool UseJitter { get; set; } = true;

    /// <summary>
    /// Kinds of failure that are tried again: <c>Connect</c>, <c>Timeout</c>, a status (<c>503</c>) or class (<c>5xx</c>), the name of an exception, <c>Any</c>. Empty: what may pass by
    /// itself (HTTP: <c>Connect</c>, <c>Timeout</c>, 408, 429, 500, 502, 503, 504; else everything but malformed values and faults that a designer asked for).
    /// </summary>
    public IList<string> Handles { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Delay > MaxDelay) yield return new ValidationResult($"The retry strategy '{Id}' has a delay of {Delay:c}, longer than its longest of {MaxDelay:c}.", [nameof(Delay)]);
        for (var i = 0; i < Handles.Count; i++)
            if (string.IsNullOrWhiteSpace(Handles[i])) yield return new ValidationResult($"The retry strategy '{Id}' handles a kind without a name.", [$"{nameof(Handles)}:{i}"]);
    }
}
