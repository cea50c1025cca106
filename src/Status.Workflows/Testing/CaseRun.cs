using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using Status.Workflows.Primitives;

namespace Status.Workflows.Testing;

/// <summary>Runs one case: starts the run, moves the clock, sends what the case sends, until nothing happens any more.</summary>
internal sealed class CaseRun : IAsyncDisposable
{
    private const int MostSteps = 20_000;

    private readonly TestCase _case;
    private readonly WorkflowPlan _plan;
    private readonly VirtualClock _clock;
    private readonly CaseStore _store;
    private readonly MockedHttp _http;
    private readonly ServiceProvider _services;
    private readonly WorkflowEngine _engine;
    private readonly CasePlans _plans;
    private readonly TimeProvider _real;
    private readonly List<string> _notes = [];
    private readonly StringWriter _lines = new();
    private int _random;
    private int _steps;

    public CaseRun(TestCase testCase, WorkflowPlan plan, PlanCompiler compiler, ActivityRegistry registry, TestSurroundings surroundings, TimeProvider real, TimeSpan patience)
    {
        (_case, _plan, _real) = (testCase, plan, real);
        _clock = new VirtualClock(testCase.At, real, patience);
        _store = new CaseStore(_clock);
        _http = new MockedHttp(testCase.Http);
        _plans = new CasePlans(compiler, plan, surroundings);
        var ids = new IdGenerator(_clock, FillPredictably);
        var services = new ServiceCollection();
        surroundings.Configure?.Invoke(services);
        services.AddOptions().AddLogging();
        services.AddSingleton<TimeProvider>(_clock).AddSingleton(ids).AddSingleton(registry).AddSingleton<IRunStore>(_store).AddSingleton<IPlanSource>(_plans);
        services.AddSingleton<IHttpClientFactory>(_http).AddOptions<OutgoingHttpOptions>();
        _services = services.BuildServiceProvider();
        _engine = new WorkflowEngine(_plans, _store, _services, _clock, ids, NullLogger<WorkflowEngine>.Instance, new EngineOptions { Output = _lines });
    }

    /// <summary>Runs the case.</summary>
    /// <returns>What came of it.</returns>
    public async Task<CaseOutcome> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var id = new InstanceId(IdGenerator.Derive("case", _case.Name));
        try
        {
            if (CaseStart.Of(_case, _plan, _notes) is { } start) await PlayAsync(start with { InstanceId = id, CorrelationId = _case.CorrelationId }, stop);
        }
        catch (TestLimitException limit)
        {
            _notes.Add(limit.Message);
        }

        return await ReadAsync(id);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _http.Dispose();
        await _lines.DisposeAsync();
    }

    private async Task PlayAsync(StartRun start, CancellationTokenSource stop)
    {
        await FinishAsync(_engine.StartAsync(start, stop.Token).AsTask());
        await PumpAsync(stop);
        var end = _case.At + _case.Within;
        var sends = new List<CaseSend>(_case.Sends);
        while (await IsRunningAsync(start.InstanceId!.Value))
        {
            CountStep();
            var send = sends.OrderBy(s => s.After ?? TimeSpan.Zero).FirstOrDefault();
            var sendAt = send is null ? (DateTimeOffset?)null : send.After is { } after ? _case.At + after : _clock.GetUtcNow();
            var due = Earlier(_store.NextDue, _store.NextWork);
            if (Earlier(sendAt, due) is not { } next || next > end) return;
            _clock.MoveTo(next);
            if (sendAt <= next)
            {
                sends.Remove(send!);
                Send(send!, start.InstanceId.Value);
            }
            else
            {
                _store.FireDue(_clock.GetUtcNow());
            }

            await PumpAsync(stop);
        }

        _notes.AddRange(sends.Select(s => $"{s.Path}: was not sent, the run had ended before."));
    }

    private async Task PumpAsync(CancellationTokenSource stop)
    {
        while (_store.Claim() is { } claimed)
        {
            CountStep();
            try
            {
                await FinishAsync(_engine.RunAsync(claimed, stop.Token).AsTask());
            }
            catch (UnrunnableException e)
            {
                _notes.Add($"{e.Message} Mock the activity that starts it, or give its definition along.");
            }

            // What the burst consumed is gone already; what nobody waited for goes now.
            _store.Drop(claimed);
        }
    }

    /// <summary>Waits for the end of a burst and of what goes on behind its answer; pauses inside a burst elapse at once.</summary>
    private async Task FinishAsync(Task burst)
    {
        while (!burst.IsCompleted || _store.IsExecuting)
        {
            if (_clock.IsOver) throw new TestLimitException("The case takes too long; an activity in it does not come back.");
            await Task.WhenAny(burst, Task.Delay(TimeSpan.FromMilliseconds(20), _real));
            if (burst.IsCompleted && !_store.IsExecuting) break;
            _clock.ElapseNextPause();
            if (burst.IsFaulted) break;
            if (burst.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(5), _real);
        }

        await burst;
    }

    private void Send(CaseSend send, InstanceId root)
    {
        var taken = send switch
        {
            { Cancels: true } => Enqueue(new InboxItem { Id = send.Path, Kind = InboxItemKind.Cancel, InstanceId = root.Value }),
            { Event: { } e } => _store.Offer(
                send.Path, Stimulus.Hash(Event.StimulusName, Event.Payload(e.Name)), e.CorrelationId, CaseStore.EventInput(e.Name, 1, e.Key, e.Body, _clock.GetUtcNow())),
            { Request: { } request } => _store.Offer(
                send.Path, Stimulus.Hash(HttpEndpoint.StimulusName, new DataObject { ["Path"] = request.Path.ToLowerInvariant(), ["Method"] = request.Method.ToLowerInvariant() }),
                null, CaseStart.RequestInput(request, [])),
            _ => Resume(send, root),
        };
        if (!taken) _notes.Add($"{send.Path}: nobody waited for it at {_clock.GetUtcNow():O}.");
    }

    private bool Resume(CaseSend send, InstanceId root)
    {
        var node = _plan.FindById(send.Resume!) ?? Array.Find(_plan.Nodes, n => n.Definition.Name == send.Resume);
        var bookmark = _store.Bookmarks(root.Value).FirstOrDefault(b => b.ActivityNodeId == node?.NodeId);
        return bookmark is not null && Enqueue(new InboxItem { Id = send.Path, Kind = InboxItemKind.Resume, InstanceId = root.Value, BookmarkId = bookmark.Id, Payload = send.Input });
    }

    private bool Enqueue(InboxItem item)
    {
        _store.Enqueue(item);
        return true;
    }

    private async Task<bool> IsRunningAsync(InstanceId id) => await _store.LoadAsync(id, default) is { Status: InstanceStatus.Running };

    private async Task<CaseOutcome> ReadAsync(InstanceId id)
    {
        var inspector = new RunInspector(_store, _plans);
        var snapshot = await inspector.GetAsync(id);
        var executions = snapshot is null ? [] : await new ExecutionHistory(inspector, new JournalReader(_store)).ListAsync(id);
        var reply = await _store.LoadReplyAsync(id, default);
        return new CaseOutcome
        {
            Status = snapshot?.Run.SubStatus.ToString() ?? "NotStarted",
            Response = reply is null ? null : ReadReply(reply),
            Outputs = snapshot?.Output ?? [],
            Variables = new DataObject(snapshot?.Variables.Select(v => KeyValuePair.Create(v.Name, v.Value)) ?? []),
            Facts = [.. _store.Facts],
            Executions = [.. executions.Where(e => e.NodeId != ExecutionHistory.WorkflowNodeId)],
            Sent = _http.Sent,
            Incidents = snapshot?.Incidents ?? [],
            Waits = [.. snapshot?.Bookmarks.Select(b => b.ActivityId).Distinct() ?? []],
            Notes = _notes,
            Lines = [.. _lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)],
        };
    }

    /// <summary>An answer as expectations see it.</summary>
    public static DataObject ReadReply(HttpReply reply)
    {
        var isJson = reply.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        return new DataObject
        {
            ["status"] = (double)reply.StatusCode,
            ["contentType"] = reply.ContentType,
            ["headers"] = new DataObject(reply.Headers.Select(h => KeyValuePair.Create(h.Key, (object?)h.Value))),
            ["body"] = reply.Body.Length == 0 ? null : isJson ? DataJson.Parse(reply.Body.Span) : Encoding.UTF8.GetString(reply.Body.Span),
        };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one <= other ? one : other;

    private void CountStep()
    {
        if (++_steps > MostSteps) throw new TestLimitException($"The case takes more than {MostSteps} steps; a loop in it probably never ends.");
        if (_clock.IsOver) throw new TestLimitException("The case takes too long.");
    }

    private void FillPredictably(Span<byte> bytes)
    {
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes[^4..], Interlocked.Increment(ref _random));
    }
}

/// <summary>What came of a case.</summary>
internal sealed record CaseOutcome
{
    public required string Status { get; init; }

    public required DataObject? Response { get; init; }

    public required DataObject Outputs { get; init; }

    public required DataObject Variables { get; init; }

    public required IReadOnlyList<Fact> Facts { get; init; }

    public required IReadOnlyList<ActivityExecution> Executions { get; init; }

    public required IReadOnlyList<SentRequest> Sent { get; init; }

    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>Activities that wait.</summary>
    public required IReadOnlyList<string> Waits { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<string> Lines { get; init; }
}
