using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;
using Status.Workflows.Primitives;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Testing;

/// <summary>Finds the trigger that a case starts and what it gets.</summary>
internal static class CaseStart
{
    /// <summary>The start; <c>null</c> after a note when no trigger fits.</summary>
    public static StartRun? Of(TestCase testCase, WorkflowPlan plan, List<string> notes)
    {
        var trigger = testCase.Trigger;
        var start = new StartRun { DefinitionId = plan.Definition.DefinitionId };
        if (trigger.Kind == CaseTriggerKind.Input && trigger.Activity is null) return start with { Input = trigger.Input };
        var route = new DataObject();
        var candidates = Array.FindAll(plan.Nodes, n => n.Definition.CanStartWorkflow && n.Activity is Trigger t && IsNamed(n, trigger.Activity) && Fits(t, trigger, plan, route));
        if (candidates.Length != 1)
        {
            notes.Add(candidates.Length == 0
                ? $"{testCase.Path}.trigger: no trigger of the workflow fits."
                : $"{testCase.Path}.trigger: {string.Join(", ", candidates.Select(c => c.Id))} fit; name one with 'activity'.");
            return null;
        }

        return start with
        {
            TriggerActivityId = candidates[0].Id,
            StimulusInput = trigger.Kind switch
            {
                CaseTriggerKind.Http => RequestInput(trigger.Request!, route),
                CaseTriggerKind.Event => CaseStore.EventInput(trigger.Event!.Name, 1, trigger.Event.Key, trigger.Event.Body, testCase.At),
                CaseTriggerKind.Schedule => new DataObject { ["due"] = testCase.At },
                _ => trigger.Input,
            },
        };
    }

    /// <summary>What an HTTP endpoint gets.</summary>
    public static DataObject RequestInput(CaseRequest request, DataObject route) => new()
    {
        ["method"] = request.Method,
        ["path"] = $"/workflows/{request.Path}",
        ["route"] = route,
        ["query"] = request.Query,
        ["headers"] = request.Headers,
        ["contentType"] = request.Body switch { null => null, string => "text/plain", _ => "application/json" },
        ["body"] = request.Body,
    };

    /// <summary>The event that a trigger listens to; <c>null</c> when it is computed.</summary>
    public static string? EventOf(Trigger trigger, WorkflowPlan plan) => Stimuli(trigger, plan).FirstOrDefault()?.Payload["EventName"] as string;

    private static bool IsNamed(PlanNode node, string? name) => name is null || node.Id == name || node.Definition.Name == name;

    private static bool Fits(Trigger activity, CaseTrigger trigger, WorkflowPlan plan, DataObject route)
    {
        switch (trigger.Kind)
        {
            case CaseTriggerKind.Http:
                return activity is HttpEndpoint && Stimuli(activity, plan).Any(s =>
                    string.Equals(s.Payload["Method"] as string, trigger.Request!.Method, StringComparison.OrdinalIgnoreCase) && RouteFits(s.Payload["Path"] as string ?? "", trigger.Request.Path, route));
            case CaseTriggerKind.Event:
                return activity is Event && Stimuli(activity, plan).Any(s => s.Payload["EventName"] as string == trigger.Event!.Name);
            case CaseTriggerKind.Schedule:
                return activity.GetType().Namespace == typeof(Cron).Namespace;
            case CaseTriggerKind.Webhook:
                return activity.Type.Contains("Webhook", StringComparison.Ordinal);
            default:
                return trigger.Activity is not null;
        }
    }

    private static IEnumerable<TriggerStimulus> Stimuli(Trigger activity, WorkflowPlan plan) => activity.GetTriggerStimuli(new Literals(plan.TimeZone));

    /// <summary>Matches a path with a template such as <c>orders/{id}</c> or <c>files/{**rest}</c> and takes the route values.</summary>
    private static bool RouteFits(string template, string path, DataObject route)
    {
        var wanted = template.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var given = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var found = new DataObject();
        for (var i = 0; i < wanted.Length; i++)
        {
            var name = wanted[i] is ['{', .., '}'] ? wanted[i][1..^1] : null;
            if (name?.StartsWith('*') == true)
            {
                found[name.TrimStart('*').Split(':')[0]] = string.Join('/', given.Skip(i));
                Copy(found, route);
                return true;
            }

            if (i >= given.Length)
            {
                if (name?.EndsWith('?') == true) continue;
                return false;
            }

            if (name is not null) found[name.TrimEnd('?').Split(':')[0].Split('=')[0]] = Uri.UnescapeDataString(given[i]);
            else if (!string.Equals(wanted[i], given[i], StringComparison.OrdinalIgnoreCase)) return false;
        }

        if (given.Length > wanted.Length) return false;
        Copy(found, route);
        return true;
    }

    private static void Copy(DataObject from, DataObject to)
    {
        foreach (var (name, value) in from) to[name] = value;
    }

    private sealed class Literals(TimeZoneInfo zone) : TriggerIndexingContext
    {
        public override TimeZoneInfo TimeZone => zone;

        public override T? Get<T>(Input<T>? input, T? defaultValue = default)
            where T : default => input is { IsLiteral: true } ? input.Literal : defaultValue;
    }
}
