using Microsoft.Extensions.Options;

namespace Status.Workflows.Resilience;

/// <summary>The retry strategies that definitions may name: built-in ones and those of the configuration.</summary>
public sealed class RetryStrategies
{
    /// <summary>Category of strategies for requests.</summary>
    public const string HttpCategory = "HTTP";

    /// <summary>Category of strategies for everything else.</summary>
    public const string DefaultCategory = "Default";

    private readonly Dictionary<string, RetryStrategy> _byId = new(StringComparer.Ordinal);
    private readonly Func<double> _chance;

    /// <summary>Creates them.</summary>
    /// <param name="options">The configured ones.</param>
    /// <param name="chance">Numbers from 0 up to 1 for jitter.</param>
    public RetryStrategies(IOptions<ResilienceOptions> options, Func<double> chance)
    {
        ArgumentNullException.ThrowIfNull(options);
        _chance = chance;
        foreach (var settings in BuiltIn.Concat(options.Value.Strategies)) _byId[settings.Id] = new RetryStrategy(settings, chance);
        All = [.. _byId.Values.Select(s => s.Settings)];
    }

    /// <summary>All of them, the built-in ones first.</summary>
    public IReadOnlyList<RetryStrategySettings> All { get; }

    private static IEnumerable<RetryStrategySettings> BuiltIn =>
    [
        new() { Id = "http", DisplayName = "HTTP: 3 more tries within seconds", Category = HttpCategory },
        new() { Id = "http-patient", DisplayName = "HTTP: 10 more tries within hours", Category = HttpCategory, MaxRetryAttempts = 10, Delay = TimeSpan.FromSeconds(10) },
        new() { Id = "default", DisplayName = "3 more tries within seconds" },
        new() { Id = "patient", DisplayName = "10 more tries within hours", MaxRetryAttempts = 10, Delay = TimeSpan.FromSeconds(10) },
    ];

    /// <summary>The strategy of requests that ask for resilience without naming one.</summary>
    internal RetryStrategy ForRequests => _byId["http"];

    internal RetryStrategy? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>A strategy that a definition computes.</summary>
    internal RetryStrategy Make(RetryStrategySettings settings) => new(settings, _chance);
}
