using Status.Workflows.Authoring;
using Status.Workflows.ControlFlow;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Import.Messages;

/// <summary>
/// Collects messages of its run and sends one when all have come: the parts that <see cref="SplitMessage"/> made, or a number of any messages. A message with <c>complete</c> sends what is
/// there, one with <c>reset</c> forgets it.
/// </summary>
[Activity("Status", "Messages", "Collects messages until all have come, and sends one with a list, an object or a text; for flowcharts that carry messages.", DisplayName = "Join Messages")]
internal sealed class JoinMessages : CodeActivity
{
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

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.GetVariable(MessageFlow.Variable) is not DataObject message) throw new InvalidOperationException("There is no message: the activity works in a flowchart that carries messages.");
        var groups = Groups((NodeExecution)context);
        var parts = message["parts"] as DataObject;
        var isAuto = context.Get(Mode) != "custom";
        var id = isAuto ? parts?["id"] as string : context.Get(Count) > 0 ? "_" : parts?["id"] as string ?? "_";
        context.SetVariable(MessageFlow.SentVariable, new DataArray());
        if (message.ContainsKey("reset") || id is null)
        {
            // What is no part of anything cannot be put together; Node-RED drops it with a warning as well.
            if (id is not null) groups.Remove(id);
            else context.JournalData["Dropped"] = "The message has no parts.id.";
            return default;
        }

        var group = groups[id] as DataObject ?? NewGroup(context, isAuto, parts);
        groups[id] = group;
        Add(group, message, isAuto, parts, context);
        var wanted = group["count"] is double count && count > 0 ? count : parts?["count"] as double? ?? 0;
        var have = Values(group);
        if (!(wanted > 0 && have >= wanted) && !message.ContainsKey("complete")) return default;
        groups.Remove(id);
        context.SetVariable(MessageFlow.SentVariable, new DataArray([new DataObject { ["port"] = "Done", ["msg"] = Finish(group, isAuto ? parts?["property"] as string ?? "payload" : context.Get(Property) is { Length: > 0 } p ? p : "payload") }]));
        return default;
    }

    /// <summary>What is collected belongs to the flowchart's execution: each arrival is an execution of its own.</summary>
    private DataObject Groups(NodeExecution execution)
    {
        var owner = (execution.Parent ?? execution).Extras;
        var name = $"$join:{Id}";
        if ((owner.Dynamic ??= [])[name] is not DataObject groups) owner.Dynamic[name] = groups = [];
        return groups;
    }

    private DataObject NewGroup(ActivityExecutionContext context, bool isAuto, DataObject? parts)
    {
        var type = isAuto ? parts!["type"] as string : context.Get(Build) ?? "array";
        return new DataObject
        {
            ["type"] = type,
            ["count"] = isAuto ? parts!["count"] : (double)context.Get(Count),
            ["joiner"] = isAuto ? parts!["ch"] : context.Get(Joiner),
            ["length"] = isAuto ? parts!["len"] : null,
            ["values"] = type is "object" or "merged" ? new DataObject() : new DataArray(),
            ["indexes"] = new DataArray(),
            ["msg"] = new DataObject(),
        };
    }

    private void Add(DataObject group, DataObject message, bool isAuto, DataObject? parts, ActivityExecutionContext context)
    {
        var property = isAuto ? parts!["property"] as string ?? "payload" : context.Get(Property);
        var value = string.IsNullOrEmpty(property) ? MessageFlow.Clone(message) : MessagePath.Get(message, property);
        foreach (var (name, member) in message) ((DataObject)group["msg"]!)[name] = member;
        switch (group["values"])
        {
            case DataObject merged when group["type"] as string == "merged":
                foreach (var (name, member) in value as DataObject ?? []) merged[name] = member;
                break;
            case DataObject members:
                var key = isAuto ? parts!["key"] : MessagePath.Get(message, context.Get(Key) ?? "topic");
                if (key is not null and not "") members[key as string ?? DataJson.ToJson(key)] = value;
                break;
            case DataArray items:
                items.Add(value);
                ((DataArray)group["indexes"]!).Add(parts?["index"] is double index ? index : (double)(items.Count - 1));
                break;
        }
    }

    private static int Values(DataObject group) => group["values"] switch { DataArray items => items.Count, DataObject members => members.Count, _ => 0 };

    private static DataObject Finish(DataObject group, string property)
    {
        var message = (DataObject)group["msg"]!;
        var values = group["values"];
        if (values is DataArray items)
        {
            // In the order of their taking apart, not of their arrival.
            var ordered = items.Zip((DataArray)group["indexes"]!).OrderBy(p => p.Second is double at ? at : 0).Select(p => p.First).ToArray();
            values = group["type"] as string == "string"
                ? string.Join(group["joiner"] as string ?? "", ordered.Select(v => v as string ?? DataJson.ToJson(v)))
                : new DataArray(group["length"] is double length && length > 1 ? ordered.SelectMany(v => (IEnumerable<object?>?)(v as DataArray) ?? [v]) : ordered);
        }

        MessagePath.Set(message, property, values);
        if ((message["parts"] as DataObject)?["parts"] is { } outer) message["parts"] = outer;
        else message.Remove("parts");
        message.Remove("complete");
        return message;
    }
}
