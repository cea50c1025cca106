using System.Text.Json.Nodes;
using Status.Workflows.Definitions;
using Status.Workflows.Model;

namespace Status.Host.Elsa.Definitions;

/// <summary>What became of a change, as Elsa's clients read it.</summary>
internal static class ChangeAnswers
{
    /// <summary>The answer of a save or a publish; a publish that was made lists its warnings as <c>validationErrors</c>, which Elsa leaves empty then.</summary>
    public static IResult SaveAnswer(this DefinitionAnswers answers, DefinitionChange change, bool publish, HttpContext context) =>
        Refusal(change) ?? ElsaJson.Answer(new JsonObject
        {
            ["workflowDefinition"] = answers.Full(change.Stored!, context.User),
            ["alreadyPublished"] = publish && change.Outcome == ChangeOutcome.Unchanged,
            ["consumingWorkflowCount"] = change.UpdatedConsumers.Count,
            ["validationErrors"] = new JsonArray([.. publish ? Warnings(change.Problems) : []]),
        });

    private static IEnumerable<JsonNode> Warnings(IEnumerable<DefinitionProblem> problems) =>
        problems.Where(p => p.Severity == ProblemSeverity.Warning).Distinct().Select(p => new JsonObject { ["message"] = p.Message, ["activityId"] = p.ActivityId, ["path"] = p.Path });

    /// <summary>The answer of a change that was not made; <c>null</c> when it was.</summary>
    public static IResult? Refusal(DefinitionChange change) => change.Outcome switch
    {
        ChangeOutcome.NotFound => Results.NotFound(),
        ChangeOutcome.Refused => Refuse(change.Problems),
        ChangeOutcome.Stale => ElsaErrors.Refuse(StaleSentence(change)),
        _ => null,
    };

    /// <summary>What is said to somebody who came too late.</summary>
    public static string StaleSentence(DefinitionChange change) =>
        change.Before is null
            ? "The workflow is not there any more, or several people changed it at once; load it again and repeat the change."
            : change.Kept is null
                ? $"{change.Before.Author} has changed the workflow since you loaded it; load it again and repeat the change."
                : $"{change.Before.Author} has changed the workflow since you loaded it. Nothing was overwritten; your draft is kept as {change.Kept.Id} (/api/v1/workflow-drafts). Load the workflow again.";

    /// <summary>Every error as one sentence with its path.</summary>
    public static IReadOnlyList<string> Sentences(IEnumerable<DefinitionProblem> problems) =>
        [.. problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => p.ToString()).Distinct(StringComparer.Ordinal)];

    private static IResult Refuse(IReadOnlyList<DefinitionProblem> problems)
    {
        var errors = new ElsaErrors();
        foreach (var sentence in Sentences(problems)) errors.Add(ElsaErrors.General, sentence);
        return errors.Answer();
    }
}
