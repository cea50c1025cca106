using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Registry.Computations;
using Status.Host.Api.Metrics;
using Status.Host.Api.Registry.Answers;
using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Computations below <c>/api/v1/computations</c>: results of runs that live outside, in upstream's bulk contract, and what all runs found.</summary>
internal static class ComputationsApi
{
    private const int MaxBytes = 16 << 20;
    private const int MaxItems = 10_000;

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapComputations(this IEndpointRouteBuilder api)
    {
        var computations = api.MapGroup("/computations").WithTags("Computations");
        computations.MapGet("", ListAsync).RequirePermission("read:computations").WithName("ListComputations").Produces<IReadOnlyList<ComputationAnswer>>().WithSummary("Computations, newest first");
        computations.MapGet("/{group}", GetGroupAsync).RequirePermission("read:computations").WithName("GetComputationGroup").Produces<IReadOnlyList<ComputationAnswer>>()
            .WithSummary("The computations of one run").WithDescription("202 while the run goes on, so that nobody takes a part for the whole.").ProducesProblem(404);
        computations.MapPost("/bulk", StoreAsync).RequirePermission("write:computations").WithName("StoreComputations").Produces<IReadOnlyList<ComputationAnswer>>(StatusCodes.Status201Created)
            .WithSummary("Store results of a run").WithDescription("Body {computations:[{computationGroup,value,scope,evidences,period,controlId}], done?}; done: true completes the run and has its agreements evaluated.")
            .ProducesProblem(400);
        foreach (var (path, name) in (ReadOnlySpan<(string, string)>)[("/controls/{id:int}/computations", "ListControlComputations"), ("/controls/controls/{id:int}/computations", "ListControlComputationsCompatible")])
            api.MapGet(path, ListOfControlAsync).WithTags("Computations").RequirePermission("read:computations").WithName(name).Produces<IReadOnlyList<ComputationAnswer>>().WithSummary("Computations of one control, newest first");
    }

    private static Task<IResult> ListAsync(HttpContext http, IComputationStore store, CancellationToken cancellationToken) =>
        AnswerAsync(http, store, new ComputationFilter(), StatusCodes.Status200OK, cancellationToken);

    private static Task<IResult> ListOfControlAsync(int id, HttpContext http, IComputationStore store, CancellationToken cancellationToken) =>
        AnswerAsync(http, store, new ComputationFilter { ControlId = $"{id}" }, StatusCodes.Status200OK, cancellationToken);

    private static async Task<IResult> GetGroupAsync(string group, HttpContext http, IComputationStore store, CancellationToken cancellationToken)
    {
        if (await store.FindGroupAsync(group, cancellationToken) is not { } found) return RegistryProblems.NotFound($"computation group '{group}'");
        var status = found.DoneAt is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        return await AnswerAsync(http, store, new ComputationFilter { Group = group }, status, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, IComputationStore store, ComputationFilter filter, int statusCode, CancellationToken cancellationToken)
    {
        var page = Paging.Read(http.Request);
        var (items, total) = await store.ListAsync(filter with { Skip = page.Skip, Take = page.Take }, cancellationToken);
        Paging.Tell(http.Response, total);
        return DataResult.Ok(new DataArray(items.Select(ToData)), statusCode);
    }

    private static async Task<IResult> StoreAsync(HttpContext http, NpgsqlDataSource dataSource, [FromServices] IFeed feed, TimeProvider time, IdGenerator ids, CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(http.Request, MaxBytes, cancellationToken);
        if (body is null) return RegistryProblems.Invalid("The bulk", "$", $"The body has more than {MaxBytes} bytes; send the results in several parts.");
        var read = ComputationIntake.Read(DataJson.Parse(body.Span), ids, time.GetUtcNow(), MaxItems);
        if (read.Problems.Count > 0) return RegistryProblems.Invalid("The bulk", read.Problems);
        var facts = await ComputationIntake.StoreAsync(dataSource, read, time.GetUtcNow(), cancellationToken);
        // After the commit, and again when the caller repeats itself: an evaluation too many does no harm, a missing one would.
        if (facts.Count > 0) await feed.AppendAsync(facts, cancellationToken);
        return DataResult.Ok(new DataArray(read.Computations.Select(ToData)), StatusCodes.Status201Created);
    }

    private static DataObject ToData(Computation computation) => new()
    {
        ["id"] = computation.Id,
        ["computationGroup"] = computation.Group,
        ["value"] = computation.Value,
        ["scope"] = computation.Scope.ToData(),
        ["evidences"] = new DataArray(computation.Evidences.Select(EvidenceData.ToData)),
        ["period"] = Values.Window(computation.Window),
        ["controlId"] = computation.ControlId,
    };
}
