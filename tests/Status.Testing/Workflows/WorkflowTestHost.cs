using Microsoft.Extensions.DependencyInjection;
using Status.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Testing.Workflows;

/// <summary>
/// Runs definitions and single activities in memory, with a clock that the test moves. Slices register what their activities need in the constructor's callback.
/// </summary>
/// <example>
/// <code>
/// await using var host = new WorkflowTestHost(services => services.AddActivitiesFrom(typeof(MyActivity).Assembly).AddSingleton&lt;IMyStore, MyMemoryStore&gt;());
/// var run = await host.RunActivityAsync("Status.MyActivity", new { name = "x" });
/// Assert.Equal("ok", run.Outputs["Result"]);
/// </code>
/// </example>
public sealed class WorkflowTestHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly StringWriter _lines = new();
    private int _random;

    /// <summary>Creates a host.</summary>
    /// <param name="configure">Registers what the activities need.</param>
    /// <param name="store">Where runs are kept; a new one when <c>null</c>.</param>
    /// <param name="wrap">Stands between engine and store, for example a <see cref="CrashingStore"/>.</param>
    public WorkflowTestHost(Action<IServiceCollection>? configure = null, RecordingRunStore? store = null, Func<IRunStore, IRunStore>? wrap = null)
    {
        Store = store ?? new RecordingRunStore();
        Store.Time = Time;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new IdGenerator(Time, FillPredictably));
        services.AddSingleton(wrap is null ? Store : wrap(Store));
        services.AddSingleton<TestPlans>();
        services.AddSingleton<IPlanSource>(p => p.GetRequiredService<TestPlans>());
        services.Configure<EngineOptions>(o => o.Output = _lines);
        configure?.Invoke(services);
        services.AddWorkflowEngine();
        _services = services.BuildServiceProvider();
        Store.Services = _services;
        Engine = _services.GetRequiredService<WorkflowEngine>();
        Plans = _services.GetRequiredService<TestPlans>();
    }

    /// <summary>The clock.</summary>
    public TestTimeProvider Time { get; } = new();

    /// <summary>The store.</summary>
    public RecordingRunStore Store { get; }

    /// <summary>The engine.</summary>
    public WorkflowEngine Engine { get; }

    /// <summary>The published definitions.</summary>
    public TestPlans Plans { get; }

    /// <summary>The services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Lines that WriteLine has written.</summary>
    public IReadOnlyList<string> Lines => _lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Committed facts.</summary>
    public IReadOnlyList<Fact> Facts => Store.Facts;

    /// <summary>Publishes a definition and runs it until it waits or ends; then does whatever work it left for other runs.</summary>
    /// <param name="definitionJson">The definition.</param>
    /// <param name="input">Inputs of the workflow.</param>
    /// <returns>What the first burst left.</returns>
    public async Task<BurstResult> RunAsync(string definitionJson, DataObject? input = null)
    {
        var plan = Plans.Add(definitionJson);
        return await StartAsync(new StartRun { DefinitionId = plan.Definition.DefinitionId, Input = input ?? [] });
    }

    /// <summary>Starts a published definition and does whatever work it leaves for other runs.</summary>
    /// <param name="start">What to start.</param>
    /// <returns>What the first burst left.</returns>
    public async Task<BurstResult> StartAsync(StartRun start)
    {
        var result = await Engine.StartAsync(start);
        await PumpAsync();
        return result;
    }

    /// <summary>Runs one activity in a flowchart of its own.</summary>
    /// <param name="type">Type name: <c>Status.CollectEvidence</c>.</param>
    /// <param name="inputs">
    /// Inputs by wire name, as an anonymous object: a value becomes a literal (lists and objects become Object expressions); an <see cref="ExpressionText"/> stays an expression.
    /// </param>
    /// <returns>How it ended.</returns>
    public async Task<ActivityRun> RunActivityAsync(string type, object? inputs = null)
    {
        var builder = new WorkflowBuilder("activity-under-test");
        builder.Add("it", type, inputs);
        var result = await RunAsync(builder.ToJson());
        return await ActivityRun.ReadAsync(Store, result, "it");
    }

    /// <summary>Sends a stimulus to a waiting run, as an event or an answer would.</summary>
    /// <param name="name">Stimulus name.</param>
    /// <param name="payload">What identifies it.</param>
    /// <param name="input">Data for the activity.</param>
    /// <param name="correlationId">Correlation id.</param>
    public async Task SendAsync(string name, DataObject payload, DataObject? input = null, string? correlationId = null)
    {
        Store.Enqueue(new InboxItem
        {
            Id = $"stimulus-{Store.Commits.Count}-{Store.Inbox.Count}-{++_random}",
            Kind = InboxItemKind.Resume,
            StimulusHash = Stimulus.Hash(name, payload),
            CorrelationId = correlationId,
            Payload = input ?? [],
        });
        await PumpAsync();
    }

    /// <summary>Moves the clock and runs what becomes due, one timer after the other.</summary>
    /// <param name="by">How far.</param>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var end = Time.GetUtcNow() + by;
        while (Store.Timers.Count > 0 && Store.Timers.Values.Min() is var due && due <= end)
        {
            if (due > Time.GetUtcNow()) Time.MoveTo(due);
            Store.FireDue(due);
            await PumpAsync();
        }

        Time.MoveTo(end);
    }

    /// <summary>Does accepted work until none is left that can be done.</summary>
    public async Task PumpAsync()
    {
        while (Store.Claim() is { } claimed)
        {
            var result = await Engine.RunAsync(claimed);
            if (result is { Commit: CommitStatus.Committed }) continue;
            if (result is { Commit: CommitStatus.NotActivated }) TellParent(claimed);
            foreach (var item in claimed.Items) Store.Drop(item.Id);
        }
    }

    /// <summary>The run as stored.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The record; <c>null</c> when there is none.</returns>
    public async Task<InstanceRecord?> LoadAsync(InstanceId id) => await Store.LoadAsync(id, default);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private void TellParent(ClaimedRun refused)
    {
        foreach (var start in refused.Items.Where(i => i is { Kind: InboxItemKind.Start, ReplyTo: not null }))
            Store.Enqueue(new InboxItem
            {
                Id = $"refused-{refused.InstanceId.Value}",
                Kind = InboxItemKind.Resume,
                InstanceId = start.ParentInstanceId,
                StimulusHash = start.ReplyTo!.Hash,
                Payload = new DataObject { ["workflowInstanceId"] = refused.InstanceId.Value, ["cannotStart"] = "not activated" },
            });
    }

    private void FillPredictably(Span<byte> bytes)
    {
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes[^4..], Interlocked.Increment(ref _random));
    }
}
