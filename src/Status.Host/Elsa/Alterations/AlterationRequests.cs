using System.Text.Json;
using Status.Host.Elsa.Instances;
using Status.Host.Identity;
using Status.Host.Identity.Audit;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Alterations;

/// <summary>Reads which changes are asked for and for which runs, and has them accepted.</summary>
/// <param name="alterations">Accepts changes.</param>
/// <param name="store">Keeps plans and jobs.</param>
/// <param name="audit">The trail of what people change.</param>
internal sealed class AlterationRequests(Status.Workflows.Operations.Alterations alterations, IAlterationStore store, AuditTrail audit)
{
    /// <summary>Most runs that one request changes.</summary>
    public const int MostRuns = 100_000;

    private const int MostChanges = 100;

    /// <summary>The changes that a body asks for.</summary>
    public static IReadOnlyList<Alteration> ReadSet(JsonElement body, ElsaErrors errors)
    {
        const string Member = "alterations";
        if (!ElsaBody.TryGet(body, Member, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostChanges)
        {
            errors.Add(Member, $"Say what to change: a list of 1 to {MostChanges} alterations.");
            return [];
        }

        try
        {
            return [.. list.EnumerateArray().Select(item => Alteration.Read(DataJson.From(item)))];
        }
        catch (FormatException e)
        {
            errors.Add(Member, e.Message);
            return [];
        }
    }

    /// <summary>The runs that a filter means; none when it says nothing and does not ask for all.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(JsonElement filter, ElsaErrors errors, CancellationToken cancellationToken)
    {
        if (filter.ValueKind != JsonValueKind.Object) return [];
        var ids = ElsaBody.Texts(filter, "workflowInstanceIds", errors);
        var correlations = ElsaBody.Texts(filter, "correlationIds", errors);
        if (correlations?.Count > 1) errors.Add("correlationIds", "At most one correlation id can be asked for at once.");
        var all = ElsaBody.TryGet(filter, "emptyFilterSelectsAll", out var flag) && flag.ValueKind == JsonValueKind.True;
        var (query, read) = InstanceQuery.Read(filter, errors);
        if (errors.Any) return [];
        read = read with { Ids = ids ?? read.Ids, CorrelationId = correlations is { Count: 1 } ? correlations[0] : read.CorrelationId, IsSystem = query.IsSystem };
        var says = read is not { Ids: null, DefinitionIds: null, DefinitionVersionIds: null, Version: null, CorrelationId: null, HasIncidents: null, Statuses: null, SubStatuses: null, Search: null } || read.Times.Count > 0;
        return says || all ? await alterations.FindAsync(read, MostRuns, cancellationToken) : [];
    }

    /// <summary>Accepts the changes.</summary>
    /// <returns>The plan's id.</returns>
    public Task<string> SubmitAsync(IReadOnlyList<Alteration> set, IReadOnlyList<string> runs, JsonElement filter, HttpContext http)
    {
        var text = filter.ValueKind == JsonValueKind.Object ? filter.GetRawText() : JsonSerializer.Serialize(new { workflowInstanceIds = runs });
        return alterations.SubmitAsync(
            set, runs, text, Caller.Describe(http.User),
            plan => audit.Note(AuditEntry.By(http, "runs.altered", $"alteration/{plan}", new { runs = runs.Count }, DataJson.ToJson(new DataArray(set.Select(a => (object?)a.ToData()))))), http.RequestAborted);
    }

    /// <summary>Accepts the changes and waits a while for them.</summary>
    /// <returns>The plan's id.</returns>
    public async Task<string> SubmitAsync(IReadOnlyList<Alteration> set, IReadOnlyList<string> runs, JsonElement filter, TimeSpan patience, HttpContext http)
    {
        var plan = await SubmitAsync(set, runs, filter, http);
        await alterations.WaitAsync(plan, patience, http.RequestAborted);
        return plan;
    }

    /// <summary>Accepts the changes and waits a while for them.</summary>
    /// <returns>How it went with each run.</returns>
    public async Task<IReadOnlyList<AlterationJob>> RunAsync(IReadOnlyList<Alteration> set, IReadOnlyList<string> runs, TimeSpan patience, HttpContext http)
    {
        var plan = await SubmitAsync(set, runs, default, http);
        await alterations.WaitAsync(plan, patience, http.RequestAborted);
        return await store.ListJobsAsync(plan, 0, MostRuns, http.RequestAborted);
    }
}
