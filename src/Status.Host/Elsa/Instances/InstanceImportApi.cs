using System.Text.Json;
using Status.Host.Elsa.Definitions;
using Status.Host.Identity;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Instances;

/// <summary>Runs from files, as the export writes them. Either all of them come in or none.</summary>
internal static class InstanceImportApi
{
    private const string Write = "write:workflow-instances";

    private static readonly UploadLimits _limits = new("run", 200, 16 << 20, 64 << 20);

    /// <summary>Maps the route below <c>/elsa/api</c>.</summary>
    public static void MapInstanceImport(this IEndpointRouteBuilder api) =>
        api.MapPost("/bulk-actions/import/workflow-instances", PostAsync).DisableAntiforgery().RequirePermission(Write);

    private static async Task<IResult> PostAsync(HttpContext http, RunArchive archive, InstanceCommands commands)
    {
        var errors = new ElsaErrors();
        var files = new List<(string Name, ArchivedRun Run)>();
        await UploadedFiles.ReadAsync(http, _limits, errors, (name, content) => Add(name, content, files, errors));
        if (files.Count == 0 && !errors.Any) errors.Add("files", "There is no run among the files.");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var together = files.Select(f => f.Run.Id).ToHashSet(StringComparer.Ordinal);
        var arrivals = new List<RunArrival>();
        foreach (var (name, run) in files)
        {
            var (arrival, problems) = await archive.PrepareAsync(run, together, http.RequestAborted);
            foreach (var problem in problems) errors.Add(name, problem);
            if (arrival is not null) arrivals.Add(arrival);
            if (problems.Count > 0) continue;
            if (!names.TryAdd(run.Id, name)) errors.Add(name, $"The run '{run.Id}' is in {names[run.Id]} too.");
        }

        if (errors.Any) return errors.Answer();
        foreach (var refusal in await commands.ImportAsync(arrivals, http)) errors.Add(names[refusal.Id], Describe(refusal));
        return errors.Any ? errors.Answer() : ElsaJson.Answer(new { count = files.Count });
    }

    private static string Describe(ImportRefusal refusal) => refusal.Reason switch
    {
        ImportRefusalReason.NotActivated =>
            $"The run '{refusal.Id}' would go on, but its workflow ($.options.activationStrategyType) does not allow it beside the run '{refusal.InItsWay}'. Cancel that run or wait for its end, or leave this one out.",
        ImportRefusalReason.AtLimit =>
            $"The run '{refusal.Id}' would go on, but as many runs of its workflow go on or wait as that allows ($.customProperties.maxConcurrentRuns), the oldest is '{refusal.InItsWay}'. Wait for an end, or leave this one out.",
        _ => $"There is a run '{refusal.Id}' here already.",
    };

    private static void Add(string name, byte[] content, List<(string Name, ArchivedRun Run)> files, ElsaErrors errors)
    {
        try
        {
            var file = RequestJson.Parse(content, 256);
            if (file.TryGetProperty(InstanceExport.Exact, out var exact)) files.Add((name, ArchivedRun.Parse(exact)));
            else errors.Add(name, $"The file has no member '{InstanceExport.Exact}': only files that this product exported hold a run exactly enough to bring it back.");
        }
        catch (JsonException json)
        {
            errors.Add(name, $"The file is no exported run that can be read: {json.Message}");
        }
    }
}
