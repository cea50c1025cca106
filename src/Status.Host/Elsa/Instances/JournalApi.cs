using System.Globalization;
using System.Text.Json;
using Status.Host.Identity;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>The journal of a run.</summary>
internal static class JournalApi
{
    private const string Read = "read:workflow-instances";
    private const int LongestPage = 10_000;

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapJournal(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/journal", GetAsync).RequirePermission(Read);
        api.MapPost("/workflow-instances/{id}/journal", PostAsync).RequirePermission(Read);
        api.MapGet("/workflow-instances/{id}/journal/{activityId}", GetLastAsync).RequirePermission(Read);
    }

    private static async Task<IResult> GetAsync(string id, HttpRequest request, IRunStore runs, JournalReader journal, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var page = Number(request, "page", int.MaxValue / LongestPage, errors) ?? 0;
        var size = Number(request, "pageSize", LongestPage, errors) ?? 100;
        var skip = Number(request, "skip", int.MaxValue, errors) ?? page * size;
        var take = Number(request, "take", LongestPage, errors) ?? size;
        if (errors.Any) return errors.Answer();
        return await AnswerAsync(id, new JournalFilter(), skip, take, runs, journal, cancellationToken);
    }

    private static async Task<IResult> PostAsync(string id, HttpRequest request, IRunStore runs, JournalReader journal, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var skip = Number(request, "skip", int.MaxValue, errors) ?? 0;
        var take = Number(request, "take", LongestPage, errors) ?? 100;
        var body = await ElsaBody.ReadAsync(request, errors, cancellationToken);
        var filter = ReadFilter(body, errors);
        if (errors.Any) return errors.Answer();
        return await AnswerAsync(id, filter, skip, take, runs, journal, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        string id, JournalFilter filter, int skip, int take, IRunStore runs, JournalReader journal, CancellationToken cancellationToken)
    {
        var list = await journal.ListAsync(new InstanceId(id), filter, skip, take, cancellationToken);
        if (list.Total == 0 && await runs.LoadAsync(new InstanceId(id), cancellationToken) is null) return Results.NotFound();
        var items = list.Items.Select(record => JournalAnswer.Of(id, record));
        // The viewer takes the number as it is and asks on as it turns the pages; whoever reads the answer otherwise is told that there are more.
        return list.IsLowerBound ? ElsaJson.Answer(new { items, totalCount = list.Total, totalCountIsLowerBound = true }) : ElsaJson.Answer(new { items, totalCount = list.Total });
    }

    private static async Task<IResult> GetLastAsync(string id, string activityId, IRunStore runs, JournalReader journal, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(new InstanceId(id), cancellationToken) is not { } run) return Results.NotFound();
        JournalRecord? last = null;
        await foreach (var record in journal.ReadAsync(run.Id, cancellationToken))
        {
            if (record.ActivityId == activityId) last = record;
        }

        return last is null ? Results.NotFound() : ElsaJson.Answer(LastJournalAnswer.Of(run, last));
    }

    private static JournalFilter ReadFilter(JsonElement body, ElsaErrors errors)
    {
        if (body.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object)) errors.Add(ElsaErrors.General, "The body must be a JSON object.");
        if (!ElsaBody.TryGet(body, "filter", out var filter)) return new JournalFilter();
        if (filter.ValueKind != JsonValueKind.Object) errors.Add("filter", "The filter must be an object.");
        return new JournalFilter
        {
            ActivityIds = Set(filter, "activityIds", errors),
            ActivityNodeIds = Set(filter, "activityNodeIds", errors),
            ExcludedActivityTypes = Set(filter, "excludedActivityTypes", errors),
            EventNames = Set(filter, "eventNames", errors),
        };
    }

    // An empty list is a filter that was left empty, not one that nothing passes.
    private static HashSet<string>? Set(JsonElement filter, string name, ElsaErrors errors) =>
        ElsaBody.Texts(filter, name, errors) is { Count: > 0 } texts ? new HashSet<string>(texts, StringComparer.Ordinal) : null;

    private static int? Number(HttpRequest request, string name, int most, ElsaErrors errors)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most) return number;
        errors.Add(name, $"'{text}' is not a whole number from 0 to {most}.");
        return null;
    }
}
