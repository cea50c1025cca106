using Status.Activities.Agreements.Documents;
using Status.Activities.Registry.Platform;
using Status.Host.Hosting;

namespace Status.Host.Api.Registry;

/// <summary>Imports <c>workflows/agreements/*.json</c> at start. A broken file is reported and the others still load.</summary>
internal sealed partial class ShippedAgreements(AgreementReader reader, PlatformSeed seed, ILogger<ShippedAgreements> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (ProductFolder.Find("workflows") is not { } folder || !Directory.Exists(Path.Combine(folder, "agreements"))) return;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "agreements"), "*.json").Order(StringComparer.Ordinal))
            await ImportAsync(file, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ImportAsync(string file, CancellationToken cancellationToken)
    {
        if (!reader.TryRead(await File.ReadAllBytesAsync(file, cancellationToken), out _, out var document, out var problems)
            || !reader.TryRead(seed.Render(document), out _, out problems))
        {
            Log.Broken(logger, file, string.Join(Environment.NewLine, problems));
            return;
        }

        var id = document.GetProperty("id").GetString()!;
        if (await seed.StoreAsync(id, seed.Render(document), cancellationToken)) Log.Imported(logger, id, file);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 350, Level = LogLevel.Information, Message = "Imported the agreement {Agreement} from {File}")]
        public static partial void Imported(ILogger logger, string agreement, string file);

        [LoggerMessage(EventId = 351, Level = LogLevel.Error, Message = "The agreement in {File} was not imported; correct it and start again:\n{Problems}")]
        public static partial void Broken(ILogger logger, string file, string problems);
    }
}
