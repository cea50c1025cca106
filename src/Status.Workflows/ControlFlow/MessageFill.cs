using System.Text.Json;
using Status.Workflows.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.ControlFlow;

/// <summary>Fills a member of a message when an activity completes: from an output, with a fixed value, or with the time.</summary>
internal sealed class MessageFill
{
    private readonly string[] _path;
    private readonly string? _output;
    private readonly JsonElement _value;
    private readonly bool _takesTime;

    private MessageFill(string path, JsonElement source)
    {
        _path = path.Split('.');
        _output = source.TextOrNull();
        _value = source.Member("value");
        _takesTime = source.Member("now").ValueKind == JsonValueKind.True;
    }

    /// <summary>Reads <c>{"payload": "Result", "topic": {"value": "x"}, "payload": {"now": true}}</c>; <c>null</c> when there is none.</summary>
    public static MessageFill[]? Read(JsonElement members) =>
        members.ValueKind == JsonValueKind.Object ? [.. members.EnumerateObject().Select(m => new MessageFill(m.Name, m.Value))] : null;

    /// <summary>Fills the member, making objects on the way to it; a path that ends with [] appends to a list, the path * is the message itself.</summary>
    public DataObject Apply(DataObject message, DataObject? outputs, TimeProvider time)
    {
        // The message itself: what an event of another flow brings.
        if (_path is ["*"]) return MessageFlow.Clone(outputs?[_output ?? ""]) as DataObject ?? message;
        var at = message;
        foreach (var name in _path[..^1])
        {
            if (at[name] is not DataObject inner) at[name] = inner = [];
            at = inner;
        }

        var value = _output is not null ? MessageFlow.Clone(outputs?[_output])
            : _takesTime ? (double)time.GetUtcNow().ToUnixTimeMilliseconds()
            : _value.ValueKind == JsonValueKind.Undefined ? null : DataJson.From(_value);
        if (!_path[^1].EndsWith("[]", StringComparison.Ordinal)) at[_path[^1]] = value;
        else if (value is not null) Append(at, _path[^1][..^2], value);
        return message;
    }

    private static void Append(DataObject at, string name, object value)
    {
        if (at[name] is not DataArray list) at[name] = list = [];
        list.Add(value);
    }
}
