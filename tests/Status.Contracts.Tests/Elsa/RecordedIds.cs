using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Status.Contracts.Tests.Elsa;

/// <summary>Which of our ids stands for which recorded one; learned from the answers, used in the requests.</summary>
internal sealed partial class RecordedIds
{
    private readonly Dictionary<string, string> _ours = new(StringComparer.Ordinal);

    /// <summary>Replaces recorded ids in a path or a body.</summary>
    public string Translate(string text) => Id().Replace(text, match => _ours.GetValueOrDefault(match.Value, match.Value));

    /// <summary>Learns that a recorded text and one of ours mean the same.</summary>
    public void Learn(string? recorded, string? ours)
    {
        if (recorded is not null && ours is not null && Id().IsMatch(recorded) && Id().Match(recorded).Length == recorded.Length) _ours.TryAdd(recorded, ours);
    }

    /// <summary>Learns from two answers to the same request.</summary>
    public void Learn(JsonNode? recorded, JsonNode? ours)
    {
        switch (recorded, ours)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left) Learn(value, right[name]);
                break;
            case (JsonArray left, JsonArray right):
                foreach (var (one, other) in AnswerComparison.IsRuns(left) ? Runs(left, right) : AnswerComparison.Pair(left, right)) Learn(one, other);
                break;
            case (JsonValue left, JsonValue right) when left.GetValueKind() == JsonValueKind.String && right.GetValueKind() == JsonValueKind.String:
                Learn((string?)left, (string?)right);
                break;
        }
    }

    // The order of runs that began at nearly the same time is nobody's promise: those that can be told apart are paired.
    private IEnumerable<(JsonNode? Recorded, JsonNode? Ours)> Runs(JsonArray recorded, JsonArray ours)
    {
        var theirs = recorded.GroupBy(run => Translate(Mark(run)), StringComparer.Ordinal).Where(group => group.Count() == 1);
        var known = ours.GroupBy(Mark, StringComparer.Ordinal).Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return theirs.Where(group => known.ContainsKey(group.Key)).Select(group => (group.First(), known[group.Key]));
    }

    private static string Mark(JsonNode? run) => $"{run?["definitionVersionId"]} {run?["correlationId"]} {run?["subStatus"]}";

    [GeneratedRegex("\\b[0-9a-f]{12,16}\\b")]
    private static partial Regex Id();
}
