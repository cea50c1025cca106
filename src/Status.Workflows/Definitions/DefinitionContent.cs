using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>
/// What a save brings, as it is kept: missing defaults filled in, without the members that number versions, and with a digest that does not see the order of members nor
/// members that are null. Two saves with one digest say the same.
/// </summary>
public sealed record DefinitionContent
{
    /// <summary>
    /// The custom property in which the revision travels: the designer echoes custom properties, so a save tells which state its writer had seen.
    /// </summary>
    public const string RevisionProperty = "Status:Revision";

    private static readonly string[] _versionMembers = ["$schema", "id", "tenantId", "version", "isLatest", "isPublished", "createdAt", "links"];

    private static readonly JsonSerializerOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1024 };

    /// <summary>The definition.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>What is kept.</summary>
    public required string Json { get; init; }

    /// <summary>SHA-256 of the canonical form, lower-case hex.</summary>
    public required string Digest { get; init; }

    /// <summary>The revision that the writer had seen; <c>null</c> when the content does not say.</summary>
    public long? KnownRevision { get; init; }

    /// <summary>What is wrong with it as far as reading shows.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; init; } = [];

    /// <summary>Makes the content of a definition that was read.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="problems">What the reading found.</param>
    public static DefinitionContent Of(WorkflowDefinition definition, IReadOnlyList<DefinitionProblem>? problems = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var json = DefinitionWriter.ToJson(definition);
        foreach (var member in _versionMembers) json.Remove(member);
        var known = TakeRevision(json);
        return new DefinitionContent
        {
            Definition = definition,
            Json = json.ToJsonString(_compact),
            Digest = Convert.ToHexStringLower(SHA256.HashData(Canonical(json))),
            KnownRevision = known,
            Problems = problems ?? [],
        };
    }

    private static long? TakeRevision(JsonObject json)
    {
        if (json["customProperties"] is not JsonObject custom || !custom.Remove(RevisionProperty, out var value)) return null;
        return value is JsonValue number && number.TryGetValue<long>(out var revision) ? revision : null;
    }

    private static ReadOnlySpan<byte> Canonical(JsonObject json)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 1024 })) Write(writer, json);
        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members.Where(m => m.Value is not null).OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
