using System.Collections.Frozen;
using Status.Workflows.Execution;

namespace Status.Host.Live;

/// <summary>What screens can watch, who may, and which facts concern it.</summary>
internal static class LiveTopics
{
    /// <summary>Runs of workflows; the only topic that does not come from facts.</summary>
    public const string Runs = "runs";

    private static readonly FrozenDictionary<string, string> _permissions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["agreements"] = "read:agreements",
        ["alerts"] = "read:alerts",
        ["evidence"] = "read:evidence",
        ["ledger"] = "read:ledger",
        [Runs] = "read:workflow-instances",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Prefix, string Topic)[] _prefixes =
    [
        ("agreement.", "agreements"), ("guarantee.", "agreements"), ("computation.", "agreements"),
        ("alert.", "alerts"), ("evidence.", "evidence"), ("ledger.", "ledger"),
    ];

    private static readonly string[] _subjectMembers = ["agreementId", "guaranteeId", "alertId", "evidenceId", "controlId"];

    /// <summary>Every topic.</summary>
    public static IEnumerable<string> All => _permissions.Keys;

    /// <summary>The permission that a topic asks for; <c>null</c> when there is no such topic.</summary>
    public static string? PermissionOf(string topic) => _permissions.GetValueOrDefault(topic);

    /// <summary>The topic of a type of fact; <c>null</c> when no screen shows it.</summary>
    public static string? Of(string factType)
    {
        foreach (var (prefix, topic) in _prefixes)
            if (factType.StartsWith(prefix, StringComparison.Ordinal))
                return topic;
        return null;
    }

    /// <summary>What a fact is about.</summary>
    public static IEnumerable<string> SubjectsOf(Fact fact) => _subjectMembers.Select(member => fact.Body[member]).OfType<string>();
}
