using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;

namespace Status.Contracts.Tests.Metrics;

public sealed class InMemoryMetricStoreTests : MetricStoreContract
{
    protected override (IMetricSink Sink, IMetricReader Reader, IMetricWindows Windows) Create(MetricsOptions options)
    {
        var store = new InMemoryMetricStore(TimeProvider.System, options);
        return (store, store, store);
    }
}
