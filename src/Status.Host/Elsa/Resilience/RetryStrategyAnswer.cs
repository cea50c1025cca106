using System.Globalization;
using System.Text.Json.Serialization;
using Status.Workflows.Resilience;

namespace Status.Host.Elsa.Resilience;

/// <summary>A retry strategy as the designer reads it.</summary>
internal sealed record RetryStrategyAnswer
{
    /// <summary>Elsa's discriminator.</summary>
    [JsonPropertyName("$type")]
    public string Type { get; } = "HttpResilienceStrategy";

    /// <summary>What definitions name it by.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Tries after the first one.</summary>
    public required int MaxRetryAttempts { get; init; }

    /// <summary>Whether chance spreads the delays.</summary>
    public required bool UseJitter { get; init; }

    /// <summary>Delay before the second try.</summary>
    public required string Delay { get; init; }

    /// <summary>Longest delay.</summary>
    public required string MaxDelay { get; init; }

    /// <summary>How the delay grows.</summary>
    public required string BackoffType { get; init; }

    /// <summary>Kinds of failure that are tried again; empty: what may pass by itself.</summary>
    public required IEnumerable<string> Handles { get; init; }

    /// <summary>The answer for a strategy.</summary>
    public static RetryStrategyAnswer Of(RetryStrategySettings settings) => new()
    {
        Id = settings.Id,
        DisplayName = settings.DisplayName.Length > 0 ? settings.DisplayName : settings.Id,
        MaxRetryAttempts = settings.MaxRetryAttempts,
        UseJitter = settings.UseJitter,
        Delay = settings.Delay.ToString("c", CultureInfo.InvariantCulture),
        MaxDelay = settings.MaxDelay.ToString("c", CultureInfo.InvariantCulture),
        BackoffType = settings.BackoffType.ToString(),
        Handles = settings.Handles,
    };
}
