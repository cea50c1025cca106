using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>Reads the parts of a test case.</summary>
internal static class CaseParts
{
    public static IReadOnlyList<string> Statuses { get; } = [.. Enum.GetNames<InstanceSubStatus>()];

    public static CaseTrigger Trigger(CaseMembers members, ProblemList problems)
    {
        var activity = members.Text("activity");
        var trigger = new CaseTrigger { Activity = activity };
        var kinds = new List<string>();
        foreach (var kind in (ReadOnlySpan<string>)["http", "event", "schedule", "webhook", "input"])
            if (members.Has(kind)) kinds.Add(kind);
        if (kinds.Count != 1) problems.Error(members.Path, $"Names {(kinds.Count == 0 ? "none" : "several")} of http, event, schedule, webhook and input; exactly one starts the run.");
        switch (kinds.FirstOrDefault())
        {
            case "http" when members.Members("http") is { } http:
                trigger = trigger with { Kind = CaseTriggerKind.Http, Request = Request(http) };
                break;
            case "event" when members.Members("event") is { } stimulus:
                trigger = trigger with { Kind = CaseTriggerKind.Event, Event = Event(stimulus) };
                break;
            case "schedule":
                trigger = trigger with { Kind = CaseTriggerKind.Schedule };
                break;
            case "webhook":
                trigger = trigger with { Kind = CaseTriggerKind.Webhook, Input = members.Object("webhook") ?? [] };
                break;
            case "input":
                trigger = trigger with { Input = members.Object("input") ?? [] };
                break;
        }

        members.Finish();
        return trigger;
    }

    public static CaseRequest Request(CaseMembers members)
    {
        var path = members.RequiredText("path", "the path below /workflows/, with a query if there is one");
        var query = new DataObject(members.Object("query") ?? []);
        if (path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark)
        {
            foreach (var pair in path[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = pair.Split('=', 2);
                query[Uri.UnescapeDataString(parts[0])] = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
            }

            path = path[..mark];
        }

        var request = new CaseRequest((members.Text("method") ?? "GET").ToUpperInvariant(), path.Trim('/'), query, members.Object("headers") ?? [], members.Value("body"));
        members.Finish();
        return request;
    }

    public static CaseEvent Event(CaseMembers members)
    {
        var read = new CaseEvent(members.RequiredText("name", "the name of the event"), members.Value("body"), members.Text("key") ?? "test", members.Text("correlationId"));
        members.Finish();
        return read;
    }

    public static CaseSend Send(CaseMembers members, ProblemList problems)
    {
        var send = new CaseSend { Path = members.Path, After = members.Span("after"), Cancels = members.Flag("cancel") == true, Resume = members.Text("resume"), Input = members.Object("input") ?? [] };
        if (members.Text("outcome") is { } outcome) send = send with { Input = new DataObject(send.Input) { [MockedActivity.OutcomeMember] = outcome } };
        if (members.Object("outputs") is { } outputs) send = send with { Input = new DataObject(send.Input) { [MockedActivity.OutputsMember] = outputs } };
        if (members.Members("event") is { } stimulus) send = send with { Event = Event(stimulus) };
        if (members.Members("http") is { } http) send = send with { Request = Request(http) };
        var kinds = (send.Event is null ? 0 : 1) + (send.Request is null ? 0 : 1) + (send.Resume is null ? 0 : 1) + (send.Cancels ? 1 : 0);
        if (kinds != 1) problems.Error(members.Path, "Names exactly one of event, http, resume and cancel.");
        members.Finish();
        return send;
    }

    public static ActivityMock Mock(CaseMembers members, ProblemList problems)
    {
        var (activity, type) = (members.Text("activity"), members.Text("type"));
        if ((activity is null) == (type is null)) problems.Error(members.Path, "Names either the activity (its id or name) or a type.");
        var calls = members.List("calls");
        IReadOnlyList<ActivityCall> read = calls.Count > 0 ? [.. calls.Select(c => Call(c, finish: true))] : [Call(members, finish: false)];
        members.Finish();
        return new ActivityMock(activity, type, read, members.Path);
    }

    public static HttpMock Http(CaseMembers members, ProblemList problems)
    {
        var answers = members.List("answers");
        if (answers.Count == 0) answers = members.List("answer");
        else if (members.Has("answer")) problems.Error(members.PathOf("answer"), "Either answer or answers.");
        if (answers.Count == 0) problems.Error(members.PathOf("answer"), "Is missing: what the other side answers.");
        var mock = new HttpMock(members.Text("method"), members.RequiredText("url", "the address; * stands for any text"), [.. answers.Select(a => Answer(a, problems))], members.Path);
        members.Finish();
        return mock;
    }

    public static ExpectedFact Fact(CaseMembers members)
    {
        var fact = new ExpectedFact(members.RequiredText("type", "the type of the fact"), members.Object("body"), members.Text("correlationId"), members.Count("count"), members.Path);
        members.Finish();
        return fact;
    }

    public static ExpectedCall Call(CaseMembers members)
    {
        var call = new ExpectedCall(members.Text("method"), members.RequiredText("url", "the address; * stands for any text"), members.Count("count"), members.Value("body"), members.Object("headers"), members.Path);
        members.Finish();
        return call;
    }

    /// <summary>Members of the object are activities: a number is their count, an object says more.</summary>
    public static IReadOnlyList<ExpectedActivity> ExpectedActivities(CaseMembers members, ProblemList problems)
    {
        if (members.Object("activities") is not { } activities) return [];
        var inner = new CaseMembers(activities, members.PathOf("activities"), problems);
        var expected = new List<ExpectedActivity>();
        foreach (var name in activities.Keys)
        {
            if (activities[name] is not DataObject)
            {
                expected.Add(new ExpectedActivity(name, inner.Count(name), null, null, null, null, inner.PathOf(name)));
                continue;
            }

            var one = inner.Members(name)!;
            expected.Add(new ExpectedActivity(name, one.Count("count"), one.Text("outcome"), one.Text("status"), one.Object("inputs"), one.Object("outputs"), one.Path));
            one.Finish();
        }

        return expected;
    }

    private static ActivityCall Call(CaseMembers members, bool finish)
    {
        var call = new ActivityCall(members.Object("outputs") ?? [], [.. members.Texts("outcome"), .. members.Texts("outcomes")], members.Text("fault"), members.Span("after"), members.Flag("waits") == true);
        if (finish) members.Finish();
        return call;
    }

    private static HttpMockAnswer Answer(CaseMembers members, ProblemList problems)
    {
        var fails = members.Text("fails");
        if (fails is not (null or "connection" or "timeout")) problems.Error(members.PathOf("fails"), "Is connection or timeout.");
        var answer = new HttpMockAnswer(members.Count("status") ?? 200, members.Object("headers") ?? [], members.Value("body"), fails);
        if (answer.Status is < 200 or > 599) problems.Error(members.PathOf("status"), "Is the status of a final answer, 200 to 599.");
        members.Finish();
        return answer;
    }
}
