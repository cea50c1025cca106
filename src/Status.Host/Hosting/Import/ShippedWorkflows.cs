using System.Text;
using Microsoft.Extensions.Options;
using Status.Workflows.Definitions;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Host.Hosting.Import;

/// <summary>
/// Imports <c>workflows/*.json</c> before the host serves. A broken file is reported with every problem and its path, and the others load; a version that
/// somebody edited stays, the shipped one becomes a draft.
/// </summary>
internal sealed partial class ShippedWorkflows(
    DefinitionPublisher publisher, IOptions<WorkflowFolderOptions> options, IOptions<DefinitionLimits> limits, ILogger<ShippedWorkflows> logger)
{
    /// <summary>Imports every file.</summary>
    /// <returns>Number of files that were refused.</returns>
    public async Task<int> ImportAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value.Folder;
        var folder = Path.IsPathRooted(configured) ? configured : ProductFolder.Find(configured);
        if (folder is null || !Directory.Exists(folder))
        {
            LogMissing(logger, configured);
            return 0;
        }

        var refused = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var result = await ImportAsync(file, cancellationToken);
            Report(Path.GetFileName(file), result);
            if (result.Outcome == ImportOutcome.Refused) refused++;
        }

        return refused;
    }

    private async Task<ImportResult> ImportAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            // Asked before it is read: a file of gigabytes would end the start for want of memory.
            if (new FileInfo(file).Length is var length && length > limits.Value.MaxBytes)
                return Refused($"The file has {length} bytes; at most {limits.Value.MaxBytes} are allowed ({DefinitionLimits.SectionName}:MaxBytes).");
            return await publisher.ImportShippedAsync(await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refused($"The file cannot be read: {exception.Message}");
        }
    }

    private static ImportResult Refused(string problem) => new(ImportOutcome.Refused, null, [new DefinitionProblem("$", problem)]);

    private void Report(string file, ImportResult result)
    {
        foreach (var problem in result.Problems)
        {
            if (problem.Severity == ProblemSeverity.Error) LogProblem(logger, file, problem.Path, problem.Message);
            else LogWarning(logger, file, problem.Path, problem.Message);
        }

        switch (result.Outcome)
        {
            case ImportOutcome.Published: LogPublished(logger, file, result.Stored!.Version); break;
            case ImportOutcome.SavedAsDraft: LogDraft(logger, file, result.Stored!.Version); break;
            case ImportOutcome.Refused: LogRefused(logger, file); break;
            default: break;
        }
    }

    [LoggerMessage(340, LogLevel.Information, "Workflow {File}: version {Version} is published")]
    private static partial void LogPublished(ILogger logger, string file, int version);

    [LoggerMessage(341, LogLevel.Warning, "Workflow {File}: somebody edited it; the shipped one is kept as draft version {Version}")]
    private static partial void LogDraft(ILogger logger, string file, int version);

    [LoggerMessage(342, LogLevel.Error, "Workflow {File} was not imported; the others are")]
    private static partial void LogRefused(ILogger logger, string file);

    [LoggerMessage(343, LogLevel.Error, "Workflow {File}, {Path}: {Problem}")]
    private static partial void LogProblem(ILogger logger, string file, string path, string problem);

    [LoggerMessage(344, LogLevel.Warning, "Workflow {File}, {Path}: {Problem}")]
    private static partial void LogWarning(ILogger logger, string file, string path, string problem);

    [LoggerMessage(345, LogLevel.Warning, "The folder {Folder} with the shipped workflows is not there; none was imported (Status:Workflows:Folder)")]
    private static partial void LogMissing(ILogger logger, string folder);
}
