using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Status.Host.Elsa.Definitions;
using Status.Host.Identity;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using Status.Workflows.Testing;

namespace Status.Host.Api.Workflows;

/// <summary>The test cases of workflows, below <c>/api/v1/workflows/{id}/tests</c>: read, saved, run, and recorded from runs. They run in this process, without stores and network.</summary>
internal static class WorkflowTestsApi
{
    private const int MostAtOnce = 2;

    private static readonly SemaphoreSlim _turns = new(MostAtOnce);

    /// <summary>Maps the routes; <paramref name="api"/> is the group <c>/api/v1</c>.</summary>
    public static void MapWorkflowTests(this IEndpointRouteBuilder api)
    {
        var tests = api.MapGroup("/workflows/{id}/tests").WithTags("Workflows");
        tests.MapGet("", GetAsync).RequirePermission("read:workflow-definitions").WithName("GetWorkflowTests").WithSummary("The test cases of a workflow's latest version")
            .ProducesProblem(StatusCodes.Status404NotFound);
        tests.MapPut("", PutAsync).RequirePermission("write:workflow-definitions").Accepts<JsonElement>("application/json")
            .WithName("PutWorkflowTests").WithSummary("Save the test cases into the draft")
            .WithDescription("The body is {cases: […], mustPass: false}; the rest of the draft stays as it is. If-Match is the revision that was read.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        tests.MapPost("/run", RunAsync).RequirePermission("write:workflow-definitions").Accepts<JsonElement>("application/json")
            .WithName("RunWorkflowTests").WithSummary("Run test cases")
            .WithDescription("The body may hold definition (a draft that is not saved; the latest version without it), cases (instead of those in the definition) and only (names of cases). Nothing is stored and nothing leaves the process.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        tests.MapPost("/from-run/{runId}", FromRunAsync).RequirePermission("write:workflow-definitions").Produces<JsonElement>()
            .WithName("RecordWorkflowTest").WithSummary("Make a test case of a run")
            .WithDescription("What started the run becomes the trigger, what reached beyond it is mocked with what it gave then, and what came of it is expected. Nothing is saved.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<WorkflowTestsAnswer>, ProblemHttpResult>> GetAsync(string id, HttpContext context, IDefinitionStore store)
    {
        if (await store.GetAsync(id, DefinitionVersion.Latest, context.RequestAborted) is not { } stored) return WorkflowProblems.NotFound(id);
        RevisionTag.Set(context.Response, stored);
        return TypedResults.Ok(Show(stored));
    }

    private static async Task<Results<Ok<WorkflowTestsAnswer>, ProblemHttpResult>> PutAsync(
        string id, HttpContext context, IDefinitionStore store, DefinitionCommands commands, IOptions<DefinitionLimits> limits)
    {
        if (!RevisionTag.TryRead(context.Request.Headers.IfMatch.ToString().Trim(), out var expected))
            return TypedResults.Problem("If-Match is a revision such as \"7\".", statusCode: StatusCodes.Status400BadRequest);
        var body = await RequestJson.ReadAsync(context.Request, limits.Value.MaxBytes, limits.Value.MaxDepth);
        if (body.Get("cases").ValueKind != JsonValueKind.Array) return TypedResults.Problem("The body needs 'cases', a list.", statusCode: StatusCodes.Status400BadRequest);
        if (await store.GetAsync(id, DefinitionVersion.Latest, context.RequestAborted) is not { } stored) return WorkflowProblems.NotFound(id);
        var model = JsonNode.Parse(stored.Json, documentOptions: new JsonDocumentOptions { MaxDepth = 512 })!.AsObject();
        if (model["customProperties"] is not JsonObject custom) model["customProperties"] = custom = [];
        custom[TestCases.PropertyName] = JsonNode.Parse(body.Get("cases").GetRawText());
        if (body.GetFlag("mustPass")) custom[TestCases.MustPassPropertyName] = true;
        else custom.Remove(TestCases.MustPassPropertyName);
        var change = await commands.SaveAsync(
            new SaveDefinition { Model = JsonSerializer.SerializeToElement(model), DefinitionId = id, Actor = DefinitionRights.ActorOf(context.User), ExpectedRevision = expected ?? stored.Revision }, context);
        if (WorkflowProblems.Of(change, id) is { } problem) return problem;
        RevisionTag.Set(context.Response, change.Stored!);
        return TypedResults.Ok(Show(change.Stored!));
    }

    private static async Task<Results<Ok<WorkflowTestReport>, ProblemHttpResult>> RunAsync(
        string id, HttpContext context, IDefinitionStore store, TestSuite suite, DefinitionIntake intake, IOptions<DefinitionLimits> limits)
    {
        var body = await RequestJson.ReadAsync(context.Request, limits.Value.MaxBytes + DefinitionChanges.Envelope, limits.Value.MaxDepth);
        var stored = await store.GetAsync(id, DefinitionVersion.Latest, context.RequestAborted);
        var given = body.Get("definition");
        if (given.ValueKind == JsonValueKind.Undefined && stored is null) return WorkflowProblems.NotFound(id);
        IReadOnlyList<DefinitionProblem> refused = [];
        var definition = given.ValueKind == JsonValueKind.Undefined ? Read(stored!) : intake.Read(given, out refused)?.Definition;
        if (definition is null)
            return TypedResults.Problem("The definition cannot be read; see 'errors'.", statusCode: StatusCodes.Status400BadRequest, extensions: [new("errors", WorkflowProblem.Of(refused, ProblemSeverity.Error))]);
        // What only some may publish may only run here once it was published.
        if (ContainsCSharp(definition) && !context.User.Holds("write:csharp") && (given.ValueKind != JsonValueKind.Undefined || !stored!.IsPublished))
            return TypedResults.Problem("The workflow holds C#, which runs only after a publish by somebody who may. Publish it, or test its file with 'status workflows test'.", statusCode: StatusCodes.Status400BadRequest);
        definition = definition with { DefinitionId = id };
        var only = body.GetTexts("only");
        if (!await _turns.WaitAsync(TimeSpan.FromSeconds(10), context.RequestAborted))
            return TypedResults.Problem("Other test cases are running; try again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        try
        {
            var surroundings = StoredSurroundings.Of(store);
            if (body.Get("cases") is not { ValueKind: JsonValueKind.Array } cases)
                return TypedResults.Ok(WorkflowTestReport.Of(await suite.RunAsync(definition, surroundings, only.Count == 0 ? null : only, context.RequestAborted)));
            var (read, problems) = TestCases.Read(DataJson.From(cases));
            var report = await suite.RunAsync(definition, [.. read.Where(c => only.Count == 0 || only.Contains(c.Name))], surroundings, context.RequestAborted);
            return TypedResults.Ok(WorkflowTestReport.Of(report with { Problems = [.. problems, .. report.Problems] }));
        }
        finally
        {
            _turns.Release();
        }
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> FromRunAsync(
        string id, string runId, HttpContext context, IDefinitionStore store, RunInspector inspector, ExecutionHistory history, IRunStore runs, TestCaseRecorder recorder)
    {
        var instance = new InstanceId(runId);
        // The case holds what the run held.
        if (!context.User.Holds("read:workflow-instances")) return TypedResults.Problem("Making a test case of a run needs the permission read:workflow-instances as well.", statusCode: StatusCodes.Status403Forbidden);
        if (await inspector.GetAsync(instance, context.RequestAborted) is not { } run || run.Run.DefinitionId != id)
            return TypedResults.Problem($"The workflow '{id}' has no run '{runId}'.", statusCode: StatusCodes.Status404NotFound);
        if (await store.GetVersionAsync(run.Run.DefinitionVersionId, context.RequestAborted) is not { } version) return WorkflowProblems.NotFound(id);
        var definition = Read(version);
        if (definition is null || definition.PersistenceMode != PersistenceMode.Journalled)
            return TypedResults.Problem("Only runs of workflows in persistence mode journalled keep what a test case needs.", statusCode: StatusCodes.Status409Conflict);
        var executions = await history.ListAsync(instance, context.RequestAborted);
        var recorded = recorder.Record(definition, run, executions, await runs.LoadReplyAsync(instance, context.RequestAborted));
        return TypedResults.Text(DataJson.ToJson(recorded), "application/json");
    }

    private static WorkflowTestsAnswer Show(StoredDefinition stored)
    {
        var definition = Read(stored);
        var cases = definition?.CustomProperties is { ValueKind: JsonValueKind.Object } custom && custom.TryGetProperty(TestCases.PropertyName, out var found) ? found : default;
        if (cases.ValueKind == JsonValueKind.String) cases = Parsed(cases.GetString()!);
        return new WorkflowTestsAnswer(
            stored.DefinitionId, stored.Revision, definition is not null && TestCases.MustPass(definition),
            cases.ValueKind == JsonValueKind.Array ? cases : JsonSerializer.SerializeToElement(Array.Empty<object>()),
            definition is null ? [] : WorkflowProblem.Of(TestCases.Read(definition).Problems, ProblemSeverity.Error));
    }

    private static JsonElement Parsed(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static WorkflowDefinition? Read(StoredDefinition stored) => DefinitionJson.Read(stored.Json, DefinitionLimits.OfStored).Definition;

    private static bool ContainsCSharp(WorkflowDefinition definition) =>
        definition.Raw.ValueKind == JsonValueKind.Object && definition.Raw.GetRawText().Contains("CSharp", StringComparison.OrdinalIgnoreCase);
}
