using Status.Activities.Compliance;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Storage;
using Status.Testing;

namespace Status.Contracts.Tests.Metrics;

public sealed class PostgresMetricStoreTests(PostgresDatabase database) : MetricStoreContract, IClassFixture<PostgresDatabase>
{
    protected override (IMetricSink Sink, IMetricReader Reader, IMetricWindows Windows) Create(MetricsOptions options) => (
        new PostgresMetricSink(database.DataSource, options),
        new PostgresMetricReader(database.DataSource),
        new PostgresMetricWindows(database.DataSource));
}
