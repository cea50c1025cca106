using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Status.Workflows.Diagnostics;
using Status.Workflows.Execution;

namespace Status.Host.Hosting.Telemetry;

/// <summary>Pushes traces and metrics to an OpenTelemetry collector, when one is configured; else it loads nothing.</summary>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options, HostIdentity host) : IHostedService, IDisposable
{
    private readonly List<IDisposable> _providers = [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.OtlpEndpoint.Length > 0) Open();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        foreach (var provider in _providers) provider.Dispose();
        _providers.Clear();
    }

    private void Open()
    {
        var resource = ResourceBuilder.CreateDefault().AddService("status", serviceInstanceId: host.Name);
        _providers.Add(Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Value.TraceShare)))
            .AddSource(EngineDiagnostics.Name, "Microsoft.AspNetCore", "System.Net.Http")
            .AddOtlpExporter(exporter => Configure(exporter, "v1/traces"))
            .Build());
        _providers.Add(Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter("Status.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql")
            .AddOtlpExporter(exporter => Configure(exporter, "v1/metrics"))
            .Build());
    }

    private void Configure(OtlpExporterOptions exporter, string path)
    {
        var grpc = options.Value.OtlpProtocol == "grpc";
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // Given in code, the address is taken as it is: over HTTP each signal has its own path.
        exporter.Endpoint = grpc ? new Uri(options.Value.OtlpEndpoint) : new Uri(options.Value.OtlpEndpoint.TrimEnd('/') + "/" + path);
    }
}
