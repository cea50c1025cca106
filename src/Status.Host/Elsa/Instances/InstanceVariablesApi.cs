using System.Text.Json;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>New values for variables of a run that has not ended.</summary>
internal static class InstanceVariablesApi
{
    private const string Write = "write:workflow-instances";
    private const string Member = "variables";

    // The change is accepted before the wait; whoever is not told in this time finds it in the run a little later.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Maps the route below <c>/elsa/api</c>.</summary>
    public static void MapInstanceVariables(this IEndpointRouteBuilder api) =>
        api.MapPost("/workflow-instances/{id}/variables", PostAsync).RequirePermission(Write);

    private static async Task<IResult> PostAsync(string id, HttpContext http, VariableChanges changes, AuditTrail audit)
    {
        var errors = new ElsaErrors();
        var values = Read(await ElsaBody.ReadAsync(http.Request, errors, http.RequestAborted), errors);
        if (errors.Any) return errors.Answer();
        if (await changes.AcceptAsync(new InstanceId(id), values, Note, http.RequestAborted) is not { } change) return Results.NotFound();
        foreach (var problem in change.Problems) errors.Add(problem.VariableId ?? ElsaErrors.General, problem.Message);
        if (errors.Any) return errors.Answer();
        if (change.ItemId is null) return Answer(change.Run);

        if (await changes.WaitAsync(change, _patience, http.RequestAborted) is not { } run) return ElsaErrors.Refuse($"The run '{id}' was deleted meanwhile.");
        if (change.IsIn(run)) return Answer(run);
        return run.Run.Status == InstanceStatus.Finished ? ElsaErrors.Refuse(VariableChanges.Ended(run)) : Answer(run, StatusCodes.Status202Accepted);

        CommitNote Note(RunSnapshot run)
        {
            var before = new DataObject(run.Variables.Where(v => values.ContainsKey(v.Id)).Select(v => KeyValuePair.Create(v.Id, v.Value)));
            return audit.Note(AuditEntry.By(http, "run.variables-changed", $"run/{id}", DataJson.ToJson(before), DataJson.ToJson(values)));
        }
    }

    private static IResult Answer(RunSnapshot run, int statusCode = StatusCodes.Status200OK) =>
        ElsaJson.Answer(new { items = run.Variables, count = run.Variables.Count }, statusCode);

    private static DataObject Read(JsonElement body, ElsaErrors errors)
    {
        var values = new DataObject();
        if (errors.Any) return values;
        if (!ElsaBody.TryGet(body, Member, out var items) || items.ValueKind != JsonValueKind.Array)
        {
            errors.Add(Member, "Say which variables get which values: a list of {id, value}.");
            return values;
        }

        foreach (var item in items.EnumerateArray()) Read(item, values, errors);
        return values;
    }

    private static void Read(JsonElement item, DataObject values, ElsaErrors errors)
    {
        var refused = new ElsaErrors();
        if (ElsaBody.Text(item, "id", refused) is not { Length: > 0 } id)
        {
            errors.Add(Member, "Each entry needs the id of a variable.");
            return;
        }

        if (values.ContainsKey(id))
        {
            errors.Add(id, "The variable stands in the list twice.");
            return;
        }

        try
        {
            values[id] = ElsaBody.TryGet(item, "value", out var value) ? DataJson.From(value) : null;
        }
        catch (InvalidOperationException)
        {
            errors.Add(id, "The value holds half of a surrogate pair, which is no character.");
        }
    }
}
