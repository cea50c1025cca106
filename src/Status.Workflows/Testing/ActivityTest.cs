using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using Status.Workflows.Resilience;

namespace Status.Workflows.Testing;

/// <summary>
/// Runs one activity of a definition by itself, with what is inside it. The activity reads what it reads and calls whom it calls; what it would commit (writes, facts, deliveries, starts of
/// other workflows, waits) is thrown away, and no run is left behind.
/// </summary>
/// <param name="compiler">Compiles the definition.</param>
/// <param name="workflows">Knows the workflows that it uses as activities.</param>
/// <param name="services">What activities ask for: the root provider.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="engine">Limits of scripts and of tests.</param>
/// <param name="logger">Reports tests that do not end.</param>
public sealed class ActivityTest(
    PlanCompiler compiler, WorkflowActivities workflows, IServiceProvider services, TimeProvider timeProvider, IdGenerator ids, IOptions<EngineOptions> engine, ILogger<ActivityTest> logger)
{
    /// <summary>Where the designer keeps values of variables for tests: <c>customProperties.VariableTestValues</c>, by the variable's id.</summary>
    public const string ValuesPropertyName = "VariableTestValues";

    /// <summary>Far more than an activity does; a loop without end does more within a second.</summary>
    private const int MostSteps = 100_000;

    /// <summary>How long a test may take; 30 s. What waits longer (for an event, a timer, a late retry) is shown waiting.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activity may take to hear that the time is over; 5 s. Then it is left to itself.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where tests find room on this host.</summary>
    public UnstoppableCode Places { get; } = new("activity-test", engine.Value.MaxActivityTests);

    /// <summary>Runs an activity.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="isPublished">Whether somebody who may has published it; a draft runs without the code that only a publish allows.</param>
    /// <param name="activity">The activity's node id, or its id.</param>
    /// <param name="cancellationToken">Stops it: nobody waits for the outcome any more.</param>
    /// <returns>Its execution; <c>null</c> when the definition has no such activity.</returns>
    /// <exception cref="OperationCanceledException">The caller has stopped it.</exception>
    public async Task<ActivityExecution?> RunAsync(WorkflowDefinition definition, bool isPublished, string activity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        await workflows.PrepareAsync(definition, cancellationToken);
        var journalled = TestSuite.Journalled(definition);
        var plan = isPublished ? compiler.Compile(journalled).Plan : compiler.CompileUnpublished(journalled);
        if ((Array.Find(plan.Nodes, n => n.NodeId == activity) ?? plan.FindById(activity)) is not { } node) return null;
        // Whoever tests wants to see what a journal would not keep; this one is thrown away. What is marked as sensitive stays out of it all the same.
        foreach (var one in plan.Nodes) one.LogRules = null;
        if (!Places.TryEnter(TimeSpan.Zero, cancellationToken))
            return CutOff(node, $"The activity was not run: {Places.LeftBehind} of {Places.Places} tests (Status:Engine:MaxActivityTests) went past their time on this host and do not end, the others are under way. Try again later; the log names the activities, and a start of the host ends them.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Patience);
        // Apart from the caller's thread: what runs here may be a loop that only the clock ends.
        var work = Task.Run(() => RunAsync(plan, node, ValuesOf(definition), stop.Token), stop.Token);
        try
        {
            // An activity that hears nothing of the end is left to itself.
            return await work.WaitAsync(Patience + Grace, timeProvider, cancellationToken);
        }
        catch (Exception e) when (e is TestLimitException or TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return CutOff(node, e is TestLimitException ? e.Message : $"The activity took longer than a test may take, {Patience.TotalSeconds:0.#} s.");
        }
        finally
        {
            if (Places.Leave(work) && !cancellationToken.IsCancellationRequested) EngineLog.TestLeftBehind(logger, node.Id, definition.DefinitionId, Places.LeftBehind, Places.Places);
        }
    }

    private async Task<ActivityExecution?> RunAsync(WorkflowPlan plan, PlanNode node, DataObject values, CancellationToken cancellationToken)
    {
        var clock = new LimitedClock(timeProvider, Patience, MostSteps);
        var store = new CaseStore(clock);
        var environment = new RunEnvironment(services, clock, ids, NullLogger.Instance, TextWriter.Null, engine.Value.Scripts);
        var run = new Run(plan, ids.NewId(), environment, cancellationToken) { Store = store, CreatedAt = timeProvider.GetUtcNow() };
        try
        {
            foreach (var slot in plan.Variables.Where(slot => values.ContainsKey(slot.Definition.Id))) run.Variables[slot.Index] = slot.Coerce(values[slot.Definition.Id]);
        }
        catch (ValueConversionException e)
        {
            return CutOff(node, $"A test value of a variable does not fit: {e.Message}");
        }

        run.StartAlone(node);
        await run.DrainAsync();
        while (!run.HasEnded && await NextTryAsync(run, cancellationToken) is { } next)
        {
            await run.ResumeAsync(next, []);
            await run.DrainAsync();
        }

        if (!run.HasEnded) run.EndBurst();
        await run.CommitLastAsync(answersDirectly: false);
        var inspector = new RunInspector(store, new CasePlans(compiler, plan, TestSurroundings.None));
        var executions = await new ExecutionHistory(inspector, new JournalReader(store)).ListAsync(new InstanceId(run.InstanceId), CancellationToken.None);
        return executions.FirstOrDefault(e => e.NodeId == node.NodeId);
    }

    /// <summary>What the guard of an activity waits for by itself (a burst of its own, another try) when that comes in time.</summary>
    private async Task<OpenBookmark?> NextTryAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Bookmarks.FirstOrDefault(PolicyGuard.GoesOnByItself) is not { } next) return null;
        var now = timeProvider.GetUtcNow();
        var wait = (next.Due ?? now) - now;
        if (wait > TimeSpan.Zero)
        {
            if (now + wait > run.CreatedAt + Patience) return null;
            await Task.Delay(wait, timeProvider, cancellationToken);
        }

        run.EndBurst();
        return next;
    }

    private ActivityExecution CutOff(PlanNode node, string message) => new()
    {
        Id = ids.NewId(),
        ActivityId = node.Id,
        NodeId = node.NodeId,
        ActivityType = node.Definition.Type,
        ActivityTypeVersion = node.Definition.Version,
        ActivityName = node.Definition.Name,
        StartedAt = timeProvider.GetUtcNow(),
        Status = nameof(ExecutionStatus.Faulted),
        Fault = new ExecutionFault(typeof(TestLimitException).FullName, message),
    };

    private static DataObject ValuesOf(WorkflowDefinition definition) =>
        definition.CustomProperties.Member(ValuesPropertyName) is { ValueKind: JsonValueKind.Object } values ? (DataObject)DataJson.From(values)! : [];
}
