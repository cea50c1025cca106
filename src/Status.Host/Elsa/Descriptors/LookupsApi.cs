using Status.Host.Identity;
using Status.Workflows.Execution;
using Converters = Status.Workflows.Execution.OutputConverters;

namespace Status.Host.Elsa.Descriptors;

/// <summary>The lists behind the designer's drop-downs.</summary>
internal static class LookupsApi
{
    private const string Permission = "read:workflow-definitions";

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapLookups(this IEndpointRouteBuilder api)
    {
        Counted(api, "/descriptors/expression-descriptors", LookupLists.Expressions(api.ServiceProvider.GetRequiredService<LanguageSettings>()));
        Counted(api, "/descriptors/workflow-activation-strategies", LookupLists.ActivationStrategies);
        Counted(api, "/descriptors/incident-strategies", LookupLists.IncidentStrategies);
        Counted(api, "/descriptors/log-persistence-strategies", LookupLists.LogPersistenceStrategies);
        Counted(api, "/descriptors/commit-strategies/workflows", LookupLists.WorkflowCommitStrategies);
        Counted(api, "/descriptors/commit-strategies/activities", LookupLists.ActivityCommitStrategies);
        var drivers = new { items = LookupLists.StorageDrivers };
        api.MapGet("/descriptors/storage-drivers", () => ElsaJson.Answer(drivers)).RequirePermission(Permission);
        var types = new { items = LookupLists.VariableTypes };
        api.MapGet("/descriptors/variables", () => ElsaJson.Answer(types)).RequirePermission(Permission);
        api.MapGet("/descriptors/output-converters", OutputConverters).RequirePermission(Permission);
    }

    private static void Counted<T>(IEndpointRouteBuilder api, string path, T[] items)
    {
        var answer = new { items, count = items.Length };
        api.MapGet(path, () => ElsaJson.Answer(answer)).RequirePermission(Permission);
    }

    private static IResult OutputConverters(HttpRequest request)
    {
        var errors = new ElsaErrors();
        foreach (var name in (ReadOnlySpan<string>)["sourceType", "destinationType"])
            if (string.IsNullOrWhiteSpace(request.Query[name])) errors.Add(ElsaErrors.General, $"The {name} query parameter is required.");
        if (errors.Any) return errors.Answer();
        var items = Converters.Between(request.Query["sourceType"].ToString(), request.Query["destinationType"].ToString()).ToArray();
        return ElsaJson.Answer(new { items, count = items.Length });
    }
}
