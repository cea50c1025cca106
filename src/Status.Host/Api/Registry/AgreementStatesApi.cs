using Microsoft.AspNetCore.Http.HttpResults;
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
    private static readonly string[] _sorts =
        ["name", "-name", "state", "-state", "evaluatedAt", "-evaluatedAt", "nextEvaluationAt", "-nextEvaluationAt", "createdAt", "-createdAt"];

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapAgreementStates(this IEndpointRouteBuilder api)
    {
        var agreements = api.MapGroup("/agreements").WithTags("Agreements");
        agreements.MapGet("", ListAsync).RequirePermission("read:agreements").WithName("ListAgreements").WithSummary("Agreements and where they stand")
            .WithDescription("Query: q (part of name or id), state (fulfilled, violated, not-determined), sort (name, state, evaluatedAt, nextEvaluationAt or createdAt; a minus turns it round), page from 0, pageSize to 1,000.")
            .ProducesValidationProblem();
        agreements.MapGet("/{id}", GetAsync).RequirePermission("read:agreements").WithName("GetAgreement").WithSummary("An agreement with its promises and where they stand").ProducesProblem(404);
        agreements.MapGet("/{id}/state", GetStateAsync).RequirePermission("read:agreements").WithName("GetAgreementState").Produces<AgreementStateAnswer>()
            .WithSummary("Where each guarantee stands").WithDescription("Value, objective, window, reason and since when. A guarantee without data is not-determined.").ProducesProblem(404);
        agreements.MapGuaranteeHistory();
    }

    private static async Task<Results<Ok<ListAnswer<AgreementAnswer>>, ValidationProblem>> ListAsync(HttpRequest request, AgreementViews views, CancellationToken cancellationToken)
    {
        var query = new ListQuery(request.Query);
        var (page, size, text) = (query.Page, query.PageSize, query.Text("q"));
        var state = query.Word("state", "fulfilled", "violated", "not-determined");
        var sort = query.Word("sort", _sorts) ?? "state";
        if (query.HasErrors) return query.Problem();
        var found = (await views.ListAsync(cancellationToken))
            .Where(agreement => (state is null || agreement.State == state)
                && (text is null || agreement.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || agreement.Id.Contains(text, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        var shown = Sort(found, sort).Skip((int)Math.Min((long)page * size, int.MaxValue)).Take(size);
        return TypedResults.Ok(new ListAnswer<AgreementAnswer>([.. shown], found.Count, page, size));
    }

    private static IEnumerable<AgreementAnswer> Sort(IEnumerable<AgreementAnswer> agreements, string sort)
    {
        Func<AgreementAnswer, object?> key = sort.TrimStart('-') switch
        {
            // The most urgent first.
            "state" => agreement => agreement.State switch { "violated" => 0, "not-determined" => 1, _ => 2 },
            "evaluatedAt" => agreement => agreement.EvaluatedAt,
            "nextEvaluationAt" => agreement => agreement.NextEvaluationAt,
            "createdAt" => agreement => agreement.CreatedAt,
            _ => agreement => agreement.Name.ToUpperInvariant(),
        };
        var sorted = sort.StartsWith('-') ? agreements.OrderByDescending(key) : agreements.OrderBy(key);
        return sorted.ThenBy(agreement => agreement.Name, StringComparer.OrdinalIgnoreCase).ThenBy(agreement => agreement.Id, StringComparer.Ordinal);
    }

    private static async Task<Results<Ok<AgreementAnswer>, ProblemHttpResult>> GetAsync(string id, HttpResponse response, AgreementViews views, CancellationToken cancellationToken)
    {
        if (await views.FindAsync(id, cancellationToken) is not { } agreement) return TypedResults.Problem($"There is no agreement '{id}'.", statusCode: StatusCodes.Status404NotFound);
        EntityTags.Set(response, agreement.Version);
        return TypedResults.Ok(agreement);
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
            ["state"] = AgreementViews.Overall(states).ToText(),
            ["states"] = new DataArray(states.Select(StateData.ToData)),
        });
    }
}
