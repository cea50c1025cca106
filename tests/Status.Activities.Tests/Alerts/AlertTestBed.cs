using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Alerts;
using Status.Activities.Alerts.Routing;
using Status.Activities.Alerts.Storage;
using Status.Testing;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Alerts;

/// <summary>The slice on a real database.</summary>
internal sealed class AlertTestBed
{
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private int _visit;

    public AlertTestBed(NpgsqlDataSource dataSource)
    {
        DataSource = dataSource;
        Store = new AlertStore(dataSource);
        Services = new ServiceCollection()
            .AddSingleton(Store)
            .AddSingleton<IOptionsMonitor<AlertsOptions>>(new FixedOptions(Receivers))
            .BuildServiceProvider();
    }

    public NpgsqlDataSource DataSource { get; }

    public AlertStore Store { get; }

    public AlertsOptions Receivers { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public ServiceProvider Services { get; }

    public Task<ActivityTestContext> RunAsync(Activity activity) =>
        new ActivityTestContext(Services, Time) { Instance = _instance, Visit = Interlocked.Increment(ref _visit) }.RunAsync(activity);

    public Task<IReadOnlyList<FactDraft>> CommitAsync(ActivityTestContext context) => WriteExecutor.CommitAsync(DataSource, context.Writes);

    /// <summary>Raises and commits.</summary>
    public async Task<(ActivityTestContext Context, DataObject Alert, IReadOnlyList<FactDraft> Facts)> RaiseAsync(string guarantee, DateTimeOffset? observedAt = null)
    {
        var activity = Raise(guarantee, observedAt);
        var context = await RunAsync(activity);
        return (context, (DataObject)context.Output(activity.Result)!, await CommitAsync(context));
    }

    /// <summary>Resolves and commits.</summary>
    public async Task<(ActivityTestContext Context, IReadOnlyList<FactDraft> Facts)> ResolveAsync(string guarantee, DateTimeOffset? clearedAt = null)
    {
        var context = await RunAsync(Resolve(guarantee, clearedAt));
        return (context, await CommitAsync(context));
    }

    public static RaiseAlert Raise(string guarantee, DateTimeOffset? observedAt = null) => new()
    {
        AgreementId = new("tpa-test"),
        GuaranteeId = new(guarantee),
        Severity = new("critical"),
        Title = new("Guarantee " + guarantee),
        ObservedAt = new(observedAt),
        Result = new(),
    };

    public static ResolveAlert Resolve(string guarantee, DateTimeOffset? clearedAt = null) => new()
    {
        AgreementId = new("tpa-test"),
        GuaranteeId = new(guarantee),
        Resolution = new("measured again"),
        ClearedAt = new(clearedAt),
        Result = new(),
    };

    private sealed class FixedOptions(AlertsOptions value) : IOptionsMonitor<AlertsOptions>
    {
        public AlertsOptions CurrentValue => value;

        public AlertsOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<AlertsOptions, string?> listener) => null;
    }
}
