using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Collectors;
using Status.Activities.Evidence.Storage;
using Status.Testing;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Evidence;

/// <summary>The slice on a real database, with sources a test decides.</summary>
internal sealed class EvidenceTestBed : IMetricSamples
{
    public EvidenceTestBed(NpgsqlDataSource dataSource, HttpMessageHandler? http = null, EvidenceOptions? options = null)
    {
        DataSource = dataSource;
        Blobs = new PostgresEvidenceBlobs(dataSource, Time);
        Library = new EvidenceLibrary(dataSource, Blobs);
        Options = options ?? new EvidenceOptions();
        Services = new ServiceCollection()
            .AddSingleton<IEvidenceBlobs>(Blobs)
            .AddSingleton(Library)
            .AddSingleton<IEvidenceIndex>(Library)
            .AddSingleton<IMetricSamples>(this)
            .AddSingleton(Microsoft.Extensions.Options.Options.Create(Options))
            .AddSingleton(new HttpSource(new HttpClient(http ?? new HttpClientHandler())))
            .BuildServiceProvider();
    }

    public NpgsqlDataSource DataSource { get; }

    public ManualTimeProvider Time { get; } = new();

    public PostgresEvidenceBlobs Blobs { get; }

    public EvidenceLibrary Library { get; }

    public EvidenceOptions Options { get; }

    public ServiceProvider Services { get; }

    public List<MetricSampleValue> Samples { get; } = [];

    public Task<ActivityTestContext> RunAsync(Activity activity, int visit = 1) =>
        new ActivityTestContext(Services, Time) { Visit = visit }.RunAsync(activity);

    /// <summary>Collects text and stores it; the commit is done.</summary>
    public async Task<DataObject> StoreTextAsync(string text, int visit, string? control = null, DataObject? scope = null, TimeSpan? validFor = null)
    {
        var collect = new CollectEvidence { Content = new(text), Source = new("test"), Result = new() };
        var content = (await RunAsync(collect, visit)).Output(collect.Result);
        var store = new StoreEvidence { Content = new(content), ControlId = new(control), Scope = new(scope), ValidFor = new(validFor), Result = new() };
        var context = await RunAsync(store, visit);
        await WriteExecutor.CommitAsync(DataSource, context.Writes);
        return (DataObject)context.Output(store.Result)!;
    }

    public Task<IReadOnlyList<MetricSampleValue>> ReadAsync(
        string series, IReadOnlyDictionary<string, string> labels, TimeWindow window, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MetricSampleValue>>([.. Samples.Where(sample => window.Contains(sample.At)).Take(limit)]);
}
