using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Resilience;

/// <summary>
/// Reads policies from definitions. Activities: <c>customProperties.resilienceStrategy</c> (Elsa's form), <c>customProperties.timeout</c>, <c>customProperties.runAsynchronously</c>,
/// <c>enableResiliency</c> of requests. Workflows: <c>customProperties.timeout</c>.
/// </summary>
internal sealed class DeclaredPolicies(RetryStrategies strategies, IOptions<ResilienceOptions> options) : ExecutionPolicies
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(366);

    /// <inheritdoc/>
    public override bool ContinuesWithIncidents => options.Value.ContinueWithIncidents;

    /// <inheritdoc/>
    public override ActivityGuard? GuardOf(PlanNode node, WorkflowDefinition definition, ProblemList problems)
    {
        var custom = node.Definition.Raw.Member("customProperties");
        var timeout = ReadLimit(custom.Member("timeout"), $"{node.Definition.Path}.customProperties.timeout", node.Id, problems);
        // The limit of the run concerns its root, which gets the timer, and whatever takes time in a burst.
        var isConcerned = node.Parent is null || (node.Children.Length == 0 && node.Container is null);
        var runTimeout = ReadLimit(definition.CustomProperties.Member("timeout"), "$.customProperties.timeout", null, node.Parent is null ? problems : new ProblemList());
        var policies = new NodePolicies
        {
            Strategy = ReadStrategy(node, custom.Member("resilienceStrategy"), definition, problems),
            Timeout = timeout,
            TimeoutOutcome = timeout is null ? null : node.Descriptor.Ports.FirstOrDefault(p => p is { Kind: PortKind.Flow, Name: "Timeout" })?.Name,
            RunTimeout = isConcerned ? runTimeout : null,
            InBackground = RunsInBackground(node, custom),
            LongestDelayInBurst = options.Value.LongestDelayInBurst,
        };
        return policies.AreNone ? null : new PolicyGuard(policies);
    }

    private static bool RunsInBackground(PlanNode node, JsonElement custom) => node.Descriptor.Kind switch
    {
        ActivityKind.Job => true,
        ActivityKind.Task => custom.Member("runAsynchronously").ValueKind == JsonValueKind.True || node.Definition.Raw.Member("runAsynchronously").ValueKind == JsonValueKind.True,
        _ => false,
    };

    private static TimeSpan? ReadLimit(JsonElement json, string path, string? activityId, ProblemList problems)
    {
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || json.TextOrNull() is { Length: 0 }) return null;
        if (TimeSpan.TryParse(json.TextOrNull(), CultureInfo.InvariantCulture, out var limit) && limit > TimeSpan.Zero && limit <= _longest) return limit;
        problems.Error(path, $"'{json}' is no time limit: write [d.]hh:mm:ss, more than zero and at most 366 days.", activityId);
        return null;
    }

    private Func<NodeExecution, RetryStrategy?>? ReadStrategy(PlanNode node, JsonElement json, WorkflowDefinition definition, ProblemList problems)
    {
        var path = $"{node.Definition.Path}.customProperties.resilienceStrategy";
        if (json.Member("mode").TextOrNull() == "Expression") return ReadExpression(node, json.Member("expression"), path, definition, problems);
        if (json.Member("strategyId").TextOrNull() is { Length: > 0 } id)
        {
            if (strategies.Find(id) is { } found) return _ => found;
            problems.Error($"{path}.strategyId", $"There is no retry strategy '{id}'; there are {string.Join(", ", strategies.All.Select(s => s.Id))} (Status:Resilience:Strategies).", node.Id);
            return null;
        }

        return AsksForResilience(node) ? _ => strategies.ForRequests : null;
    }

    private static bool AsksForResilience(PlanNode node)
    {
        if (!node.Definition.TryGetProperty("EnableResiliency", out var json)) return false;
        var value = json.ValueKind == JsonValueKind.Object ? json.Member("expression").Member("value") : json;
        return value.ValueKind == JsonValueKind.True || (bool.TryParse(value.TextOrNull(), out var asked) && asked);
    }

    private Func<NodeExecution, RetryStrategy?>? ReadExpression(PlanNode node, JsonElement json, string path, WorkflowDefinition definition, ProblemList problems)
    {
        var type = json.Member("type").TextOrNull() ?? "Literal";
        if (new ExpressionCompiler(problems, definition, languages: node.Languages).Compile(new Expression(type, json.Member("value")), node.Scope, $"{path}.expression", node.Id) is not { } compiled) return null;
        if (compiled.Evaluate is { } evaluate) return execution => From(evaluate(execution));
        try
        {
            var known = From(compiled.Value);
            return known is null ? null : _ => known;
        }
        catch (InvalidOperationException e)
        {
            problems.Error($"{path}.expression.value", e.Message, node.Id);
            return null;
        }
    }

    /// <summary>A strategy from the value of an expression: nothing, an id, or an object with the members of a configured strategy.</summary>
    private RetryStrategy? From(object? value)
    {
        switch (value)
        {
            case null or "": return null;
            case string id: return strategies.Find(id) ?? throw new InvalidOperationException($"There is no retry strategy '{id}' (Status:Resilience:Strategies).");
            case DataObject settings: return strategies.Make(Read(settings));
            default: throw new InvalidOperationException($"A retry strategy is the id of one or an object such as {{maxRetryAttempts: 5, delay: '00:00:02'}}, not '{value}'.");
        }
    }

    private static RetryStrategySettings Read(DataObject json)
    {
        var settings = new RetryStrategySettings { Id = json["id"] as string ?? "computed" };
        try
        {
            if (json["category"] is string category) settings.Category = category;
            if (json["maxRetryAttempts"] is { } attempts) settings.MaxRetryAttempts = ValueConverter.To<int>(attempts);
            if (json["delay"] is { } delay) settings.Delay = ValueConverter.To<TimeSpan>(delay);
            if (json["maxDelay"] is { } longest) settings.MaxDelay = ValueConverter.To<TimeSpan>(longest);
            if (json["backoffType"] is { } backoff) settings.BackoffType = ValueConverter.To<RetryBackoff>(backoff);
            if (json["useJitter"] is { } jitter) settings.UseJitter = ValueConverter.To<bool>(jitter);
            foreach (var kind in json["handles"] as DataArray ?? []) settings.Handles.Add(kind?.ToString() ?? "");
        }
        catch (ValueConversionException e)
        {
            throw new InvalidOperationException($"The retry strategy cannot be read: {e.Message}", e);
        }

        var found = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), found, validateAllProperties: true))
            throw new InvalidOperationException($"The retry strategy is not valid: {string.Join(' ', found.Select(f => f.ErrorMessage))}");
        return settings;
    }
}
