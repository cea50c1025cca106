using Status.Workflows.Authoring;
using Status.Workflows.ControlFlow;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Import.Messages;

/// <summary>
/// Collects messages of its run and sends one when all have come: the parts that <see cref="SplitMessage"/> made, or a number of any messages. A message with <c>complete</c> sends what is
/// there, one with <c>reset</c> forgets it; so does the end of the time, which begins with the first message.
/// </summary>
[Activity("Status", "Messages", "Collects messages until all have come or a time is over, and sends one with a list, an object or a text; for flowcharts that carry messages.", DisplayName = "Join Messages")]
internal sealed class JoinMessages : CodeActivity
{
    private const string GroupProperty = "Group";

    [Input(Description = "auto: puts together what Split Message took apart; custom: collects a number of messages.", UIHint = InputUIHints.DropDown, Options = ["auto", "custom"], DefaultValue = "auto", Order = 1)]
    public Input<string>? Mode { get; set; }

    [Input(Description = "What comes out in mode custom.", UIHint = InputUIHints.DropDown, Options = ["array", "object", "merged", "string"], DefaultValue = "array", Order = 2)]
    public Input<string>? Build { get; set; }

    [Input(Description = "Member of the messages to collect; empty: the whole message.", UIHint = InputUIHints.SingleLine, DefaultValue = "payload", Order = 3)]
    public Input<string?>? Property { get; set; }

    [Input(Description = "Member whose value names the member of the object.", UIHint = InputUIHints.SingleLine, DefaultValue = "topic", Order = 4)]
    public Input<string>? Key { get; set; }

    [Input(Description = "What stands between texts.", UIHint = InputUIHints.SingleLine, DefaultValue = "\n", Order = 5)]
    public Input<string>? Joiner { get; set; }

    [Input(Description = "How many messages to collect in mode custom; 0: as many as msg.parts says.", UIHint = InputUIHints.SingleLine, DefaultValue = 0, Order = 6)]
    public Input<int>? Count { get; set; }

    [Input(Description = "In mode custom: sends again with each further message, all that have come.", UIHint = InputUIHints.Checkbox, DefaultValue = false, Order = 7)]
    public Input<bool>? Accumulate { get; set; }

    [Input(Description = "In mode custom: messages that are parts of something else are told apart by it.", UIHint = InputUIHints.Checkbox, DefaultValue = true, Order = 8)]
    public Input<bool>? UseParts { get; set; }

    [Input(Description = "In mode custom: after this time from the first message what is there is sent; zero: no limit.", UIHint = InputUIHints.SingleLine, Order = 9)]
    public Input<TimeSpan>? Timeout { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.GetVariable(MessageFlow.Variable) is not DataObject message) throw new InvalidOperationException("There is no message: the activity works in a flowchart that carries messages.");
        var isAuto = context.Get(Mode) != "custom";
        if (!isAuto && UseParts is not null && !context.Get(UseParts)) JoinGroup.Unwrap(message);
        var parts = message["parts"] as DataObject;
        var id = isAuto ? parts?["id"] as string : context.Get(Count) > 0 ? "_" : parts?["id"] as string ?? "_";
        context.SetVariable(MessageFlow.SentVariable, new DataArray());
        if (id is null)
        {
            // What is no part of anything cannot be put together; Node-RED drops it with a warning as well.
            context.JournalData["Dropped"] = "The message has no parts.id.";
            return default;
        }

        var groups = Groups(context);
        if (message.ContainsKey("reset"))
        {
            groups.Remove(id);
            EndTimer(context, id);
            return default;
        }

        var group = groups[id] as DataObject;
        var lacksKey = JoinGroup.LacksKey(context.Get(Build), isAuto, parts, message, context.Get(Key));
        if (lacksKey && (group is null || !message.ContainsKey("complete"))) return default;
        if (group is null) groups[id] = group = Begin(context, isAuto, parts, id);
        if (!lacksKey) JoinGroup.Add(group, message, isAuto, parts, isAuto ? parts!["property"] as string ?? "payload" : context.Get(Property), context.Get(Key) ?? "topic");
        if (message.ContainsKey("restartTimeout")) StartTimer(context, id);
        var wanted = group["count"] is double count && count > 0 ? count : parts?["count"] as double? ?? 0;
        if (!(wanted > 0 && JoinGroup.CountOf(group) >= wanted) && !message.ContainsKey("complete")) return default;
        if (isAuto || Accumulate is null || !context.Get(Accumulate) || message.ContainsKey("complete")) groups.Remove(id);
        EndTimer(context, id);
        Send(context, group);
        return default;
    }

    private static ValueTask OnDue(ActivityExecutionContext context)
    {
        context.SetVariable(MessageFlow.SentVariable, new DataArray());
        var (id, groups) = (context.GetProperty(GroupProperty) as string ?? "", Groups(context));
        if (groups[id] is DataObject group)
        {
            groups.Remove(id);
            Send(context, group);
        }

        return context.CompleteActivityAsync();
    }

    private static void Send(ActivityExecutionContext context, DataObject group) =>
        context.SetVariable(MessageFlow.SentVariable, new DataArray([new DataObject { ["port"] = "Done", ["msg"] = JoinGroup.Finish(group) }]));

    /// <summary>What is collected belongs to the flowchart's execution: each arrival is an execution of its own.</summary>
    private static DataObject Groups(ActivityExecutionContext context)
    {
        var execution = (NodeExecution)context;
        var owner = (execution.Parent ?? execution).Extras;
        var name = $"$join:{execution.Node.Id}";
        if ((owner.Dynamic ??= [])[name] is not DataObject groups) owner.Dynamic[name] = groups = [];
        return groups;
    }

    private DataObject Begin(ActivityExecutionContext context, bool isAuto, DataObject? parts, string id)
    {
        if (!isAuto) StartTimer(context, id);
        var type = isAuto ? parts!["type"] as string : context.Get(Build) ?? "array";
        return new DataObject
        {
            ["type"] = type,
            ["count"] = isAuto ? parts!["count"] : (double)context.Get(Count),
            ["joiner"] = isAuto ? parts!["ch"] : context.Get(Joiner),
            ["length"] = isAuto ? parts!["len"] : null,
            ["property"] = isAuto ? parts!["property"] as string ?? "payload" : context.Get(Property) is { Length: > 0 } property ? property : "payload",
            ["values"] = type is "object" or "merged" ? new DataObject() : new DataArray(),
            ["indexes"] = new DataArray(),
            ["msg"] = new DataObject(),
        };
    }

    /// <summary>The execution of a message holds the time of its group.</summary>
    private void StartTimer(ActivityExecutionContext context, string id)
    {
        var timeout = Timeout is null ? TimeSpan.Zero : context.Get(Timeout);
        if (timeout <= TimeSpan.Zero) return;
        EndTimer(context, id);
        context.SetProperty(GroupProperty, id);
        context.CreateTimer(context.TimeProvider.GetUtcNow() + timeout, OnDue);
    }

    private static void EndTimer(ActivityExecutionContext context, string id)
    {
        var self = (NodeExecution)context;
        foreach (var holder in self.Run.Live().Where(e => e != self && e.Node == self.Node && e.Parent == self.Parent && e.OpenBookmarks > 0 && e.GetProperty(GroupProperty) as string == id).ToArray())
            self.Run.Cancel(holder);
    }
}
