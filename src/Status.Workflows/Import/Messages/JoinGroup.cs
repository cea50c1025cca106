using Status.Workflows.ControlFlow;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Import.Messages;

/// <summary>Messages that belong together, until all of them have come.</summary>
internal static class JoinGroup
{
    /// <summary>Takes from a message that it is a part; what it was a part of before that remains.</summary>
    public static void Unwrap(DataObject message)
    {
        if ((message["parts"] as DataObject)?["parts"] is { } outer) message["parts"] = new DataObject { ["parts"] = outer };
        else message.Remove("parts");
    }

    public static bool LacksKey(string? build, bool isAuto, DataObject? parts, DataObject message, string? key) =>
        isAuto ? parts!["type"] as string == "object" && parts["key"] is null or "" : build == "object" && MessagePath.Get(message, key ?? "topic") is null or "";

    public static void Add(DataObject group, DataObject message, bool isAuto, DataObject? parts, string? property, string key)
    {
        var value = string.IsNullOrEmpty(property) ? MessageFlow.Clone(message) : MessagePath.Get(message, property);
        foreach (var (name, member) in message) ((DataObject)group["msg"]!)[name] = member;
        switch (group["values"])
        {
            case DataObject merged when group["type"] as string == "merged":
                foreach (var (name, member) in value as DataObject ?? [])
                    if (name != "_msgid") merged[name] = member;
                break;
            case DataObject members:
                var named = isAuto ? parts!["key"] : MessagePath.Get(message, key);
                members[named as string ?? DataJson.ToJson(named)] = value;
                break;
            case DataArray items:
                items.Add(value);
                // Parts come out in the order of their taking apart, others in that of their arrival.
                ((DataArray)group["indexes"]!).Add(isAuto && parts?["index"] is double index ? index : (double)(items.Count - 1));
                break;
        }
    }

    public static int CountOf(DataObject group) => group["values"] switch { DataArray items => items.Count, DataObject members => members.Count, _ => 0 };

    /// <summary>The message that all of them become; the group stays as it is.</summary>
    public static DataObject Finish(DataObject group)
    {
        var message = (DataObject)MessageFlow.Clone(group["msg"])!;
        var values = MessageFlow.Clone(group["values"]);
        if (values is DataArray items)
        {
            var ordered = items.Zip((DataArray)group["indexes"]!).OrderBy(p => p.Second is double at ? at : 0).Select(p => p.First).ToArray();
            values = group["type"] as string == "string"
                ? string.Join(group["joiner"] as string ?? "", ordered.Select(v => v as string ?? DataJson.ToJson(v)))
                : new DataArray(group["length"] is double length && length > 1 ? ordered.SelectMany(v => (IEnumerable<object?>?)(v as DataArray) ?? [v]) : ordered);
        }

        MessagePath.Set(message, (string)group["property"]!, values);
        if ((message["parts"] as DataObject)?["parts"] is { } outer) message["parts"] = outer;
        else message.Remove("parts");
        message.Remove("complete");
        return message;
    }
}
