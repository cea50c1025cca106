using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Status.Contracts.Tests.Elsa;

/// <summary>One recorded request with its answer.</summary>
internal sealed partial record CapturedCall
{
    public required string Name { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as it was sent; <c>null</c> when there was none.</summary>
    public string? Body { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyDictionary<string, string> AnswerHeaders { get; init; }

    /// <summary>The answer as JSON; <c>null</c> when it was none.</summary>
    public JsonNode? Answer { get; init; }

    /// <summary>Whether the recorder stopped before the end of a form.</summary>
    public bool IsCutOff => Headers.TryGetValue("Content-Type", out var type) && type.Split("boundary=") is [_, var boundary] && Body?.TrimEnd().EndsWith($"--{boundary}--", StringComparison.Ordinal) == false;

    /// <summary>Method and path with the ids taken out: what a difference belongs to.</summary>
    public string Route => $"{Method} {RecordedId().Replace(Path.Split('?')[0], "/{id}")}";

    /// <summary>All of a folder in the order in which they were recorded.</summary>
    public static IReadOnlyList<CapturedCall> ReadAll(string folder) =>
        [.. Directory.GetFiles(folder, "*.json").Where(f => char.IsAsciiDigit(System.IO.Path.GetFileName(f)[0])).Order(StringComparer.Ordinal).Select(Read)];

    private static CapturedCall Read(string file)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        var request = json["request"]!;
        var response = json["response"]!;
        return new CapturedCall
        {
            Name = System.IO.Path.GetFileNameWithoutExtension(file),
            Method = (string)request["method"]!,
            Path = (string)request["path"]!,
            Headers = Texts(request["headers"]!),
            Body = request["body"] switch { null => null, JsonValue value when value.GetValueKind() == JsonValueKind.String => (string)value!, var body => body.ToJsonString() },
            Status = (int)response["status"]!,
            AnswerHeaders = Texts(response["headers"]!),
            Answer = response["body"],
        };
    }

    private static Dictionary<string, string> Texts(JsonNode json) =>
        json.AsObject().ToDictionary(h => h.Key, h => h.Value!.ToString(), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("/(?:[0-9a-f]{12,16}|nope|Nope\\.Nope)(?=/|$)")]
    private static partial Regex RecordedId();
}
