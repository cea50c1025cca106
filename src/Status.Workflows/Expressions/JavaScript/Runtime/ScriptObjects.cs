using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>A value that exists inside scripts only; at the border it becomes data or is left out.</summary>
internal abstract class ScriptObject;

/// <summary>An instance of <c>Error</c> or one of its kinds.</summary>
internal sealed class ErrorValue(string name, string message) : ScriptObject
{
    /// <summary>The constructor's name; <c>instanceof</c> goes by it even when the script assigns <c>error.name</c>.</summary>
    public string Kind { get; } = name;

    /// <summary>Members as scripts see them; <c>name</c>, <c>message</c> and <c>stack</c> are not enumerable.</summary>
    public DataObject Members { get; } = new() { ["name"] = name, ["message"] = message, ["stack"] = $"{name}: {message}" };

    /// <summary>The script has set <c>name</c>, which makes it a member that lists show.</summary>
    public bool HasOwnName { get; set; }

    public string Text(string member) => Members.TryGetValue(member, out var value) && value is string text ? text : "";

    public override string ToString() => (Text("name"), Text("message")) switch
    {
        (var n, "") => n,
        ("", var m) => m,
        var (n, m) => $"{n}: {m}",
    };
}

/// <summary>An instance of <c>Date</c>: milliseconds since 1970, NaN when invalid.</summary>
internal sealed class DateValue(double time) : ScriptObject
{
    public double Time { get; set; } = time;
}

/// <summary>What <c>map.entries()</c>, <c>text.matchAll()</c> and their like give.</summary>
internal sealed class IteratorValue(IEnumerator<DataValue> items) : ScriptObject
{
    public IEnumerator<DataValue> Items { get; } = items;
}
