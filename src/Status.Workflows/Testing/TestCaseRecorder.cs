using System.Globalization;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;
using Status.Workflows.Operations;
using Status.Workflows.Primitives;

namespace Status.Workflows.Testing;

/// <summary>
/// Makes a test case of a run that has happened: what started it becomes the trigger, what reached beyond the run is mocked with what it gave then, and what came of it is expected. It needs
/// the run's journal, so the run must have been journalled.
/// </summary>
/// <param name="compiler">Compiles the definition.</param>
public sealed class TestCaseRecorder(PlanCompiler compiler)
{
    /// <summary>Activities that need nothing but the run; everything else is mocked.</summary>
    private static readonly HashSet<string> _inner = new(StringComparer.Ordinal)
    {
        "Elsa.SetVariable", "Elsa.SetOutput", "Elsa.SetName", "Elsa.Correlate", "Elsa.RunJavaScript", "Elsa.WriteLine", "Elsa.WriteHttpResponse", "Elsa.PublishEvent", "Elsa.Fault", "Elsa.Finish",
        "Elsa.Complete", "Elsa.End", "Elsa.Start", "Elsa.Break", "Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.FlowFork", "Elsa.FlowJoin", "Elsa.FlowNode", "Elsa.Delay", "Elsa.Timer", "Elsa.Cron", "Elsa.StartAt",
        "Status.FormatMessage", "Status.SplitMessage", "Status.JoinMessages", "Status.ConvertCsv", "Status.ConvertXml", "Status.And", "Status.Or", "Status.Implies", "Status.LesserThan",
        "Status.CheckProperty", "Status.IsValidUrl", "Status.FindObject", "Status.GetProperty", "Status.LastTimestamp", "Status.FilterByDate", "Status.EvaluateObjective",
    };

    /// <summary>Makes the case.</summary>
    /// <param name="definition">The version that ran.</param>
    /// <param name="run">The run.</param>
    /// <param name="executions">Its executions, in order.</param>
    /// <param name="reply">Its answer; <c>null</c> for none.</param>
    /// <returns>The case as data, ready to be put into a definition.</returns>
    public DataObject Record(WorkflowDefinition definition, RunSnapshot run, IReadOnlyList<ActivityExecution> executions, HttpReply? reply)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(executions);
        var plan = compiler.Compile(definition).Plan;
        // A container's part shows in what it contains.
        var leaves = executions.Where(e => e.NodeId != ExecutionHistory.WorkflowNodeId && plan.FindById(e.ActivityId) is { Children.Length: 0 }).ToArray();
        var first = leaves.FirstOrDefault();
        var trigger = first is not null && plan.FindById(first.ActivityId) is { Definition.CanStartWorkflow: true, Activity: Trigger } node ? node : null;
        return new DataObject
        {
            ["name"] = $"As in run {run.Run.Id.Value}",
            ["at"] = run.Run.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
            ["correlationId"] = run.Run.CorrelationId,
            ["trigger"] = trigger is null ? new DataObject { ["input"] = run.Input } : TriggerOf(trigger, first!, plan),
            ["mocks"] = new DataObject { ["activities"] = Mocks(plan, leaves, first) },
            ["expect"] = Expect(plan, run, leaves, reply),
        };
    }

    private static DataObject TriggerOf(PlanNode node, ActivityExecution execution, WorkflowPlan plan)
    {
        var trigger = new DataObject { ["activity"] = node.Id };
        var result = execution.Outputs?["Result"];
        switch (node.Activity)
        {
            case HttpEndpoint when result is DataObject request:
                var path = (request["path"] as string ?? "").Trim('/');
                trigger["http"] = new DataObject
                {
                    ["method"] = request["method"],
                    ["path"] = path.StartsWith("workflows/", StringComparison.Ordinal) ? path["workflows/".Length..] : path,
                    ["query"] = request["query"],
                    ["body"] = request["body"],
                };
                break;
            case Event:
                trigger["event"] = new DataObject { ["name"] = CaseStart.EventOf((Trigger)node.Activity, plan), ["body"] = result };
                break;
            case Trigger { Type: "Elsa.Timer" or "Elsa.Cron" or "Elsa.StartAt" }:
                trigger["schedule"] = true;
                break;
            default:
                trigger["webhook"] = result as DataObject ?? new DataObject { ["body"] = result };
                break;
        }

        return trigger;
    }

    private static DataArray Mocks(WorkflowPlan plan, ActivityExecution[] leaves, ActivityExecution? first)
    {
        var mocks = new DataArray();
        foreach (var group in leaves.Where(e => !_inner.Contains(e.ActivityType) && !(e == first && plan.FindById(e.ActivityId)!.Definition.CanStartWorkflow)).GroupBy(e => e.ActivityId))
            mocks.Add(new DataObject { ["activity"] = group.Key, ["calls"] = new DataArray(group.Select(Call)) });
        return mocks;
    }

    private static DataObject Call(ActivityExecution execution)
    {
        if (execution.Fault is { } fault) return new DataObject { ["fault"] = fault.Message };
        // Still waiting when the run was recorded, or cancelled while it did.
        if (execution.Status != "Completed") return new DataObject { ["waits"] = true };
        var call = new DataObject { ["outputs"] = execution.Outputs ?? [], ["outcomes"] = new DataArray(ExpectationCheck.Outcomes(execution)) };
        if (execution.CompletedAt - execution.StartedAt is { } took && took > TimeSpan.FromSeconds(1)) call["after"] = TimeSpan.FromSeconds(Math.Round(took.TotalSeconds)).ToString("c", CultureInfo.InvariantCulture);
        return call;
    }

    private static DataObject Expect(WorkflowPlan plan, RunSnapshot run, ActivityExecution[] leaves, HttpReply? reply)
    {
        var expect = new DataObject { ["status"] = run.Run.SubStatus.ToString() };
        if (run.Incidents.Count > 0) expect["fault"] = run.Incidents[0].Message;
        if (reply is not null) expect["response"] = new DataObject { ["status"] = (double)reply.StatusCode, ["body"] = CaseRun.ReadReply(reply)["body"] };
        if (run.Output.Count > 0) expect["outputs"] = run.Output;
        expect["activities"] = new DataObject(leaves.GroupBy(e => e.ActivityId).Where(g => plan.FindById(g.Key) is not null).Select(g => KeyValuePair.Create(g.Key, (object?)(double)g.Count())));
        return expect;
    }
}
