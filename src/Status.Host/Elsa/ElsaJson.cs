using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Status.Workflows.Model.Data;

namespace Status.Host.Elsa;

/// <summary>How the designer's routes write JSON: camelCase names, enums as words, absent members left out.</summary>
internal static class ElsaJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new EngineValueConverter<DataObject>(), new EngineValueConverter<DataArray>() },
    };

    /// <summary>An answer in that form.</summary>
    /// <param name="value">What is answered.</param>
    /// <param name="statusCode">HTTP status.</param>
    public static IResult Answer<T>(T value, int statusCode = StatusCodes.Status200OK) => Results.Json(value, Options, statusCode: statusCode);

    /// <summary>Objects and lists of the engine as JSON.</summary>
    private sealed class EngineValueConverter<T> : JsonConverter<T>
        where T : class
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return DataJson.From(document.RootElement) as T ?? throw new JsonException($"A value of kind {document.RootElement.ValueKind} stands where another is expected.");
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => DataJson.Write(writer, value);
    }
}
