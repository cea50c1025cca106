using Status.Activities.Agreements.Evaluation;
using Status.Activities.Agreements.Points;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Agreements;

/// <summary>
/// Stores an evaluation: points, states and the evaluation itself, and announces <c>agreement.evaluated</c> and, for each promise
/// that changed, <c>guarantee.violated</c> or <c>guarantee.restored</c>. Late and concurrent evaluations neither flap nor reorder.
/// </summary>
[Activity("Status", "Agreements", "Stores an evaluation's points and states, and announces it and every guarantee that broke or was restored.")]
public sealed class RecordEvaluation : CodeActivity<string>
{
    /// <summary>What to store.</summary>
    [Input(Description = "The result of Evaluate Guarantees.", UIHint = InputUIHints.JsonEditor, IsRequired = true)]
    public Input<object?>? Evaluation { get; set; }

    /// <summary>What holds now.</summary>
    [Output(Description = "The states, a list with one object for each guarantee and scope.")]
    public Output<DataArray>? States { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var evaluation = EvaluationData.From(context.Get(Evaluation));
        var before = await context.GetRequiredService<IPointStore>().LoadStatesAsync(evaluation.AgreementId, context.CancellationToken);
        var id = IdGenerator.Derive("evaluation", context.GetIdempotencyKey());
        foreach (var write in EvaluationWrites.Create(evaluation, before, id, context.WorkflowInstanceId)) context.Enlist(write);
        context.Set(Result, id);
        context.Set(States, EvaluationData.States(evaluation));
        context.JournalData["EvaluationId"] = id;
        await context.CompleteActivityAsync();
    }
}
