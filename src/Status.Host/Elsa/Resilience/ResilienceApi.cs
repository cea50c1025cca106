using System.Globalization;
using Status.Host.Identity;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using Status.Workflows.Resilience;

namespace Status.Host.Elsa.Resilience;

/// <summary>Retry strategies that designers choose from, and the tries that an execution has made.</summary>
internal static class ResilienceApi
{
    private const int MostTaken = 1000;

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapResilience(this IEndpointRouteBuilder api)
    {
        api.MapGet("/resilience/strategies", ListStrategies).RequirePermission("read:workflow-definitions");
        api.MapGet("/resilience/retries/{activityInstanceId}", ListRetriesAsync).RequirePermission("read:workflow-instances");
    }

    private static IResult ListStrategies(HttpRequest request, RetryStrategies strategies)
    {
        var category = request.Query["category"].ToString();
        // Those of the category first, and then the others: any activity may have any of them. The designer's tab asks for Default before it knows the category of its activity, and shows
        // whichever answer comes last, so a list without the others would hide now and then what somebody has chosen.
        var items = strategies.All.OrderBy(s => category.Length == 0 || s.Category.Equals(category, StringComparison.OrdinalIgnoreCase) ? 0 : 1).Select(RetryStrategyAnswer.Of).ToArray();
        return ElsaJson.Answer(new { items, count = items.Length });
    }

    private static async Task<IResult> ListRetriesAsync(string activityInstanceId, HttpRequest request, ExecutionHistory history, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var skip = Number(request, "skip", 0, errors);
        var take = Number(request, "take", MostTaken, errors);
        if (errors.Any) return errors.Answer();
        var retries = await FindAsync(activityInstanceId, history, cancellationToken);
        return ElsaJson.Answer(new { items = retries.Skip(skip).Take(take), totalCount = retries.Count, links = Array.Empty<object>() });
    }

    private static async Task<IReadOnlyList<RetryAnswer>> FindAsync(string executionId, ExecutionHistory history, CancellationToken cancellationToken)
    {
        if (executionId.Contains('\0', StringComparison.Ordinal)) return [];
        foreach (var instance in ExecutionHistory.RunsOf(executionId))
        {
            if ((await history.ListAsync(instance, cancellationToken)).FirstOrDefault(e => e.Id == executionId) is not { } execution) continue;
            return execution.Payload?["Retries"] is DataArray retries ? [.. retries.OfType<DataObject>().Select(r => RetryAnswer.Of(instance, execution, r))] : [];
        }

        return [];
    }

    private static int Number(HttpRequest request, string name, int absent, ElsaErrors errors)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0) return absent;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        errors.Add(name, $"'{text}' is not a whole number from 0.");
        return absent;
    }
}
