using System.Text.Json;

namespace Status.Activities.Agreements.Documents;

/// <summary>An element of a document that knows its path and where problems go. Reading what is absent or of the wrong kind notes a problem, once.</summary>
internal readonly struct DocumentNode(JsonElement element, string path, ProblemList problems)
{
    public JsonElement Element => element;

    public string Path => path;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsPresent => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public void Problem(string message) => problems.Add(path, message);

    /// <summary>A member, or a node that is not present.</summary>
    public DocumentNode this[string name] =>
        new(IsObject && element.TryGetProperty(name, out var member) ? member : default, $"{path}.{name}", problems);

    /// <summary>The members of an object; notes a problem for any other kind that is present.</summary>
    public IEnumerable<(string Name, DocumentNode Node)> Members()
    {
        if (!Is(JsonValueKind.Object, "an object")) yield break;
        foreach (var member in element.EnumerateObject()) yield return (member.Name, Child(member.Name, member.Value));
    }

    /// <summary>The items of an array; notes a problem for any other kind that is present.</summary>
    public IEnumerable<DocumentNode> Items()
    {
        if (!Is(JsonValueKind.Array, "an array")) yield break;
        var index = 0;
        foreach (var item in element.EnumerateArray()) yield return new(item, $"{path}[{index++}]", problems);
    }

    /// <summary>A text member that must be there and not empty.</summary>
    public string? RequiredText(string what)
    {
        if (!IsPresent) Problem($"{what} is missing.");
        else if (OptionalText() is { Length: > 0 } text) return text;
        else if (element.ValueKind == JsonValueKind.String) Problem($"{what} is empty.");
        return null;
    }

    /// <summary>A text member, or <c>null</c> when it is absent.</summary>
    public string? OptionalText() => Is(JsonValueKind.String, "text") ? element.GetString() : null;

    /// <summary>An exact number, or <c>null</c> when it is absent or no number.</summary>
    public decimal? OptionalNumber()
    {
        if (!Is(JsonValueKind.Number, "a number")) return null;
        if (element.TryGetDecimal(out var number)) return number;
        Problem("The number is too large to be exact.");
        return null;
    }

    /// <summary>Requires an object to be there.</summary>
    public bool RequireObject(string what)
    {
        if (IsPresent) return Is(JsonValueKind.Object, "an object");
        Problem($"{what} is missing.");
        return false;
    }

    private DocumentNode Child(string name, JsonElement member) =>
        new(member, name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $"{path}.{name}" : $"{path}['{name}']", problems);

    private bool Is(JsonValueKind kind, string what)
    {
        if (!IsPresent) return false;
        if (element.ValueKind == kind) return true;
        Problem($"Expected {what}, found {Describe(element.ValueKind)}.");
        return false;
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
