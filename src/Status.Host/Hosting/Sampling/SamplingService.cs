using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Status.Activities.Metrics.Sampling;

namespace Status.Host.Hosting.Sampling;

/// <summary>Samples this machine, this host's own <c>/health/live</c> and the configured targets at every tick, and hands the samples to the store.</summary>
internal sealed class SamplingService : BackgroundService
{
    private readonly IServer _server;
    private readonly SampleBuffer _buffer;
    private readonly TimeProvider _time;
    private readonly SamplingOptions _options;
    private readonly MachineSampler _machine;
    private readonly HttpClient _client;
    private readonly HttpProbe _self;
    private readonly List<(HttpProbe Probe, Uri Address)> _targets;
    private readonly SemaphoreSlim _sampled = new(0, 1);

    public SamplingService(IServer server, SampleBuffer buffer, TimeProvider time, IOptions<SamplingOptions> options, IOptions<DataOptions> data)
    {
        _server = server;
        _buffer = buffer;
        _time = time;
        _options = options.Value;
        var host = string.IsNullOrWhiteSpace(_options.HostName) ? Environment.MachineName : _options.HostName;
        _machine = new MachineSampler(host, Path.GetFullPath(data.Value.Folder), time);
        _client = ProbeClient.Create();
        _self = new HttpProbe(_client, host, ProbeClient.Self, _options.Timeout, time);
        _targets = [.. _options.Targets.Select(target => (new HttpProbe(_client, host, ProbeClient.Label(target), _options.Timeout, time), target))];
    }

    public override void Dispose()
    {
        _client.Dispose();
        _sampled.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled) return Task.CompletedTask;
        var ticks = new AlignedTicks(_options.Interval, _time);
        // Two loops, so that a store that hangs holds up the samples it should get, not the looking.
        return Task.WhenAll(ticks.RunAsync(TickAsync, stoppingToken), FlushAsync(stoppingToken));
    }

    private async Task TickAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var probes = _targets.Select(target => target.Probe.MeasureAsync(target.Address, at, cancellationToken)).ToList();
        if (OwnAddress() is { } own) probes.Add(_self.MeasureAsync(own, at, cancellationToken));
        _buffer.Add(_machine.Sample(at));
        try
        {
            foreach (var samples in await Task.WhenAll(probes)) _buffer.Add(samples);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (_sampled.CurrentCount == 0) _sampled.Release();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _sampled.WaitAsync(cancellationToken);
                await _buffer.FlushAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops: what is in memory belongs to a tick that the next start looks at anew.
        }
    }

    /// <summary>Where this host answers; <c>null</c> until it listens.</summary>
    private Uri? OwnAddress() => ProbeClient.OwnAddress(_server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
}
