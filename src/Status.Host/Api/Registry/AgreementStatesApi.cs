using Status.Activities.Agreements;
using Status.Activities.Agreements.Documents;
using Status.Activities.Agreements.Points;
using Status.Activities.Compliance;
using Status.Host.Api.Registry.Answers;
using Status.Host.Identity;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Agreements and where their guarantees stand, below <c>/api/v1/agreements</c>.</summary>
internal static class AgreementStatesApi
{
    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapAgreementStates(this IEndpointRouteBuilder api)
    {
        var agreements = api.MapGroup("/agreements").WithTags("Agreements");
        agreements.MapGet("", ListAsync).RequirePermission("read:agreements").WithName("ListAgreements").Produces<IReadOnlyList<AgreementSummaryAnswer>>().WithSummary("Agreements with the number of their guarantees in each state");
        agreements.MapGet("/{id}", GetAsync).RequirePermission("read:agreements").WithName("GetAgreement").Produces<AgreementSummaryAnswer>().WithSummary("An agreement in short").ProducesProblem(404);
        agreements.MapGet("/{id}/state", GetStateAsync).RequirePermission("read:agreements").WithName("GetAgreementState").Produces<AgreementStateAnswer>()
            .WithSummary("Where each guarantee stands").WithDescription("Value, objective, window, reason and since when. A guarantee without data is not-determined.").ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IAgreementCatalog catalog, AgreementReader reader, IPointStore points, CancellationToken cancellationToken)
    {
        var all = await catalog.ListCurrentAsync(cancellationToken);
        var page = Paging.Read(http.Request);
        Paging.Tell(http.Response, all.Count);
        var items = new DataArray();
        foreach (var version in all.Skip(page.Skip).Take(page.Take)) items.Add(await SummaryAsync(version, reader, points, cancellationToken));
        return DataResult.Ok(items);
    }

    private static async Task<IResult> GetAsync(
        string id, HttpContext http, IAgreementCatalog catalog, AgreementReader reader, IPointStore points, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(id, null, cancellationToken) is not { } version) return RegistryProblems.NotFound($"agreement '{id}'");
        EntityTags.Set(http.Response, version.Version);
        return DataResult.Ok(await SummaryAsync(version, reader, points, cancellationToken));
    }

    private static async Task<IResult> GetStateAsync(string id, IAgreementCatalog catalog, AgreementReader reader, IPointStore points, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(id, null, cancellationToken) is not { } version) return RegistryProblems.NotFound($"agreement '{id}'");
        var states = await points.LoadStatesAsync(id, cancellationToken);
        if (reader.TryRead(version.Document, out var agreement, out _)) states = CurrentStates.Of(agreement!, version.Version, states);
        return DataResult.Ok(new DataObject
        {
            ["agreementId"] = id,
            ["agreementVersion"] = (double)version.Version,
            ["state"] = Overall(states).ToText(),
            ["states"] = new DataArray(states.Select(StateData.ToData)),
        });
    }

    private static async Task<DataObject> SummaryAsync(AgreementVersion version, AgreementReader reader, IPointStore points, CancellationToken cancellationToken)
    {
        var states = await points.LoadStatesAsync(version.Id, cancellationToken);
        var readable = reader.TryRead(version.Document, out var agreement, out var problems);
        if (readable) states = CurrentStates.Of(agreement!, version.Version, states);
        return new()
        {
            ["id"] = version.Id,
            ["name"] = agreement?.Name ?? version.Id,
            ["version"] = (double)version.Version,
            ["digest"] = version.Digest,
            ["createdAt"] = version.CreatedAt,
            ["timeZone"] = agreement?.Zone.Id,
            ["guarantees"] = (double)(agreement?.Guarantees.Count ?? 0),
            ["state"] = Overall(states).ToText(),
            ["fulfilled"] = (double)states.Count(state => state.Verdict == Verdict.Fulfilled),
            ["violated"] = (double)states.Count(state => state.Verdict == Verdict.Violated),
            ["notDetermined"] = (double)states.Count(state => state.Verdict == Verdict.NotDetermined),
            ["problems"] = readable ? null : new DataArray(problems.Select(problem => problem.ToString())),
        };
    }

    /// <summary>One violation violates the agreement; one unknown leaves it open; nothing evaluated says nothing.</summary>
    private static Verdict Overall(IReadOnlyList<GuaranteeState> states) =>
        states.Any(state => state.Verdict == Verdict.Violated) ? Verdict.Violated
        : states.Count > 0 && states.All(state => state.Verdict == Verdict.Fulfilled) ? Verdict.Fulfilled
        : Verdict.NotDetermined;
}
