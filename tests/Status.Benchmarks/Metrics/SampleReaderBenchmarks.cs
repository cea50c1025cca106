using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Ingestion;

namespace Status.Benchmarks.Metrics;

/// <summary>Reading one batch of 1,000 samples whose series were seen before: the part of ingestion that is this process's own.</summary>
[MemoryDiagnoser]
public class SampleReaderBenchmarks
{
    private const int Samples = 1_000;
    private SampleReader _reader = null!;
    private byte[] _body = null!;

    [GlobalSetup]
    public void Setup()
    {
        _reader = new SampleReader(TimeProvider.System, Options.Create(new MetricsOptions()));
        var at = TimeProvider.System.GetUtcNow();
        var rows = Enumerable.Range(0, Samples).Select(i =>
            $$"""{"name":"load.value","labels":{"host":"host-{{i % 200}}","site":"north"},"at":"{{at.AddSeconds(-i):O}}","value":{{i * 0.37:R}}}""");
        _body = Encoding.UTF8.GetBytes($$"""{"samples":[{{string.Join(',', rows)}}]}""");
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public int ReadJson() => _reader.ReadJson(_body).Samples.Count;
}
