using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Json;

/// <summary>
/// Reads and writes definitions in Elsa 3 format, with the older forms that Elsa still reads. What is written holds every member that was
/// read, known or not.
/// </summary>
public static class DefinitionJson
{
    /// <summary>Value of <c>$schema</c>.</summary>
    public const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    private static readonly JsonWriterOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions _indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Reads a definition from text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="limits">Limits; the defaults when <c>null</c>.</param>
    /// <returns>The definition with missing defaults filled in, or every problem with its path.</returns>
    public static DefinitionReadResult Read(string json, DefinitionLimits? limits = null) => Read(Encoding.UTF8.GetBytes(json), limits);

    /// <inheritdoc cref="Read(string, DefinitionLimits?)"/>
    /// <param name="utf8">The text as UTF-8, with or without byte order mark.</param>
    /// <param name="limits">Limits; the defaults when <c>null</c>.</param>
    public static DefinitionReadResult Read(ReadOnlyMemory<byte> utf8, DefinitionLimits? limits = null)
    {
        limits ??= new DefinitionLimits();
        if (utf8.Length > limits.MaxBytes)
            return Failed("$", $"The definition has {utf8.Length} bytes; at most {limits.MaxBytes} are allowed ({DefinitionLimits.SectionName}:MaxBytes).");
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = limits.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            return Failed("$", $"Not valid JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // The search for members of the same name reads every name.
            return Failed("$", "The name of a member holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no character.");
        }

        return UnreadableText.Find(document.RootElement) is { } path
            ? Failed(path, "The text holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no character.")
            : Read(document.RootElement, limits);
    }

    /// <inheritdoc cref="Read(string, DefinitionLimits?)"/>
    /// <param name="json">A parsed element; it must outlive the definition (clone it when its document is disposed).</param>
    /// <param name="limits">Limits; the defaults when <c>null</c>.</param>
    public static DefinitionReadResult Read(JsonElement json, DefinitionLimits? limits = null) => new DefinitionReader(limits ?? new DefinitionLimits()).Read(json);

    /// <summary>Writes a definition.</summary>
    /// <param name="definition">The definition; changed typed members win over the kept JSON.</param>
    /// <param name="indented">Whether to break lines.</param>
    /// <returns>JSON text.</returns>
    public static string Write(WorkflowDefinition definition, bool indented = false)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, indented ? _indented : _compact)) Write(writer, definition);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc cref="Write(WorkflowDefinition, bool)"/>
    /// <param name="writer">Where to write.</param>
    /// <param name="definition">The definition.</param>
    public static void Write(Utf8JsonWriter writer, WorkflowDefinition definition) => DefinitionWriter.Write(writer, definition);

    private static DefinitionReadResult Failed(string path, string message) => new(null, [new DefinitionProblem(path, message)]);
}
