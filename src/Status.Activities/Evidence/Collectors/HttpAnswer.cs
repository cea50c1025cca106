using System.Text;
using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence.Collectors;

/// <summary>What an HTTP source answered, or why it did not.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string? MediaType, byte[] Body, string? Error)
{
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>An answer that did not come.</summary>
    public static HttpAnswer Failed(string error) => new(0, [], null, [], error);

    /// <summary>The document whose digest stands for the answer: status and headers are covered by it, not only the body.</summary>
    public DataObject ToDocument(string method, string url) => new()
    {
        ["request"] = new DataObject { ["method"] = method, ["url"] = url },
        ["status"] = (double)Status,
        ["headers"] = new DataObject(Headers.Select(header => KeyValuePair.Create(header.Key, (object?)header.Value))),
        [TryText() is null ? "bodyBase64" : "body"] = TryText() ?? (object)Body,
    };

    /// <summary>The body for the workflow: JSON as a value, other text as text, anything else as bytes.</summary>
    public object? BodyValue()
    {
        if (TryText() is not { } text) return Body;
        if (MediaType is null || !MediaType.Contains("json", StringComparison.OrdinalIgnoreCase)) return text;
        try
        {
            return DataJson.Parse(text);
        }
        catch (JsonException)
        {
            // The sender calls it JSON and it is not: the text is what was really seen.
            return text;
        }
    }

    private string? TryText()
    {
        try
        {
            return _strictUtf8.GetString(Body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
