using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Status.Host.Hosting.Embedded;

namespace Status.Host.Hosting;

/// <summary>The life of a host: configuration, data folder, database, service, drain, database off.</summary>
internal static partial class HostRun
{
    /// <summary>The exit code when the start failed for a reason that the message names.</summary>
    public const int StartFailed = 1;

    /// <summary>The exit code when the embedded database ended under a running host.</summary>
    public const int DatabaseLost = 3;

    /// <summary>Runs <paramref name="body"/>, and turns a <see cref="StartupException"/> into its message on standard error.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync($"status: {exception.Message}");
            return StartFailed;
        }
        catch (OptionsValidationException exception)
        {
            // Only where a part of the host reads its settings while it is composed, before they are all checked together.
            await Console.Error.WriteLineAsync($"status: The configuration is wrong: {string.Join(' ', exception.Failures)}");
            return StartFailed;
        }
    }

    /// <summary>Runs the host until a signal ends it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">It cannot start.</exception>
    public static async Task<int> RunStatusAsync(this WebApplication app, Func<IServiceProvider, DataFolder, CancellationToken, Task<string?>> prepare)
    {
        using var stop = new StopSignals();
        var services = app.Services;
        var problems = ConfigurationCheck.FindProblems(services, app.Configuration);
        if (problems.Count > 0)
            throw new StartupException("The configuration is wrong:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}")));
        services.ApplyLimits();
        PortCheck.Require(app.Configuration["urls"]);
        var choice = DatabaseChoice.Read(app.Configuration, app.Environment, services.GetRequiredService<IOptions<PostgresOptions>>());
        using var folder = DataFolder.Open(services.GetRequiredService<IOptions<DataOptions>>().Value.Folder);
        var database = services.GetRequiredService<StatusDatabase>();
        try
        {
            await database.OpenAsync(
                folder, choice, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>(), stop.Token);
            await database.MigrateAsync(stop.Token);
            var notice = await prepare(services, folder, stop.Token);
            return await ServeAsync(app, folder, database, notice, stop);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
        finally
        {
            await app.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, DataFolder folder, StatusDatabase database, string? notice, StopSignals stop)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Status.Host");
        try
        {
            await app.StartAsync(stop.Token);
        }
        catch (IOException exception) when (exception.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartupException(PortCheck.Taken(exception.Message), exception);
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.FirstOrDefault() ?? "-";
        new RunningHost(Environment.ProcessId, address, app.Services.GetRequiredService<TimeProvider>().GetUtcNow()).Write(folder);
        Banner.Print(address, folder.Path, database.IsEmbedded, notice);
        try
        {
            await Task.WhenAny(app.WaitForShutdownAsync(stop.Token), database.Lost);
            // Asked of the database, not of the task that came first: a service that fails for want of it may end the host sooner.
            if (!database.IsLost)
                return 0;
            Log.DatabaseLost(logger);
            await app.StopAsync();
            return DatabaseLost;
        }
        finally
        {
            RunningHost.Remove(folder);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 301, Level = LogLevel.Critical, Message = "The embedded PostgreSQL ended by itself; the host stops, a restart recovers it")]
        public static partial void DatabaseLost(ILogger logger);
    }

    /// <summary>Ctrl-C, SIGTERM and a closed terminal ask for a drain at any moment, also during the start.</summary>
    private sealed class StopSignals : IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private readonly List<PosixSignalRegistration> _registrations;

        public StopSignals() => _registrations = ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            .Select(signal => PosixSignalRegistration.Create(signal, Stop)).ToList();

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            foreach (var registration in _registrations)
                registration.Dispose();
            _source.Dispose();
        }

        private void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            _source.Cancel();
        }
    }
}
