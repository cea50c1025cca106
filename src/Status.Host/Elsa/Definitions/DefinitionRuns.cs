using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Host.Elsa.Instances;
using Status.Host.Triggers;
using Status.Host.Triggers.Admission;
using Status.Workflows.Authoring;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Operations;

namespace Status.Host.Elsa.Definitions;

/// <summary>Runs a version at once (execute) or accepts it to be run (dispatch).</summary>
/// <param name="store">Keeps versions.</param>
/// <param name="registry">Knows which activities are triggers.</param>
/// <param name="engine">Runs.</param>
/// <param name="inbox">Accepts.</param>
/// <param name="inspector">Reads what a run left.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="options">How long a caller is kept.</param>
/// <param name="admission">Refuses more runs at once than may wait.</param>
internal sealed class DefinitionRuns(
    IDefinitionStore store, ActivityRegistry registry, WorkflowEngine engine, IInbox inbox, RunInspector inspector, IdGenerator ids, IOptions<HttpTriggerOptions> options, WorkAdmission admission)
{
    private const int MaxIdLength = 100;
    private const int MaxBody = 1 << 20;
    private const int MostAtOnce = 1000;

    /// <summary>Runs until the run waits or ends, and answers with its state, or with the answer that the workflow wrote.</summary>
    public async Task<IResult> ExecuteAsync(string definitionId, HttpContext context)
    {
        var request = await RunRequest.ReadAsync(context.Request);
        if (await store.FindAsync(definitionId, request.Versions, context.RequestAborted) is not { } version) return Results.NotFound();
        if (Refuse(request, version) is { } refusal) return refusal;
        var start = new StartRun
        {
            DefinitionVersionId = version.Id,
            InstanceId = request.InstanceId is null ? null : new InstanceId(request.InstanceId),
            TriggerActivityId = request.TriggerActivityId,
            Input = request.Input,
            StimulusInput = request.TriggerActivityId is null ? null : request.Input,
            CorrelationId = request.CorrelationId,
            Name = request.Name,
            AcceptAfter = options.Value.RequestTimeout,
        };

        // Not the caller's token: what was accepted goes on when the caller goes away.
        var burst = await engine.StartAsync(start, CancellationToken.None);
        var headers = context.Response.Headers;
        var cannotStart = burst.Commit is CommitStatus.NotActivated or CommitStatus.AtLimit;
        headers["x-elsa-workflow-cannot-start"] = cannotStart ? "true" : "False";
        if (cannotStart) return Results.Ok();
        headers[HttpWorkflows.InstanceHeader] = burst.InstanceId.Value;
        headers["x-elsa-response"] = "true";
        if (burst.Reply is { } reply)
        {
            await HttpReplyWriter.WriteAsync(context, reply, context.RequestAborted);
            return Results.Empty;
        }

        object state = await inspector.GetAsync(burst.InstanceId, CancellationToken.None) is { } run ? WorkflowStateAnswer.Of(run) : RunStateAnswer.Of(burst, version);
        return ElsaJson.Answer(new { workflowState = state }, burst.Commit == CommitStatus.Refused || burst.SubStatus == InstanceSubStatus.Faulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
    }

    /// <summary>Accepts a run; it is stored when the answer is sent, and a worker runs it.</summary>
    public async Task<IResult> DispatchAsync(string definitionId, HttpContext context)
    {
        var request = await RunRequest.ReadAsync(context.Request);
        if (await store.FindAsync(definitionId, request.Versions, context.RequestAborted) is not { } version) return Results.NotFound();
        if (Refuse(request, version) is { } refusal) return refusal;
        var instance = request.InstanceId ?? ids.NewId();
        await inbox.EnqueueAsync([Start(instance, request, version)], context.RequestAborted);
        return ElsaJson.Answer(new { workflowInstanceId = instance });
    }

    /// <summary>Accepts several runs of the same kind, all or none.</summary>
    public async Task<IResult> DispatchManyAsync(string definitionId, HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context.Request, MaxBody);
        var request = RunRequest.Of(body);
        var count = body.Get("count") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) ? given : 1;
        if (count is < 1 or > MostAtOnce) return ElsaErrors.Refuse($"From 1 to {MostAtOnce} runs can be started at once; for more, use the activity BulkDispatchWorkflows.", "count");
        if (admission.RefuseBacklog(context.Response, count - 1) is { } tooMany) return tooMany;
        if (await store.FindAsync(definitionId, request.Versions, context.RequestAborted) is not { } version) return Results.NotFound();
        if (Refuse(request with { InstanceId = null }, version) is { } refusal) return refusal;
        var instances = Enumerable.Range(0, count).Select(_ => ids.NewId()).ToList();
        await inbox.EnqueueAsync([.. instances.Select(instance => Start(instance, request, version))], context.RequestAborted);
        return ElsaJson.Answer(new { workflowInstanceIds = instances });
    }

    private static InboxItem Start(string instance, RunRequest request, StoredDefinition version) => new()
    {
        Id = IdGenerator.Derive("dispatch", instance),
        Kind = InboxItemKind.Start,
        InstanceId = instance,
        DefinitionId = version.DefinitionId,
        DefinitionVersionId = version.Id,
        TriggerActivityId = request.TriggerActivityId,
        CorrelationId = request.CorrelationId,
        Payload = request.Input,
    };

    private IResult? Refuse(RunRequest request, StoredDefinition version)
    {
        if (request.InstanceId?.Length > MaxIdLength) return ElsaErrors.Refuse($"The id of a run has at most {MaxIdLength} characters.", "workflowInstanceId");
        if (request.TriggerActivityId is not { } trigger) return null;
        return ConsumerSearch.Activities(version).Any(a => a.Id == trigger && registry.Find(a.Type, a.Version)?.Kind == ActivityKind.Trigger)
            ? null
            : ElsaErrors.Refuse($"The workflow has no trigger '{trigger}'.", "triggerActivityId");
    }
}
