using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Status.Host.Elsa;

/// <summary>How the designer's routes write JSON: camelCase names, enums as words, absent members left out.</summary>
internal static class ElsaJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>An answer in that form.</summary>
    /// <param name="value">What is answered.</param>
    /// <param name="statusCode">HTTP status.</param>
    public static IResult Answer<T>(T value, int statusCode = StatusCodes.Status200OK) => Results.Json(value, Options, statusCode: statusCode);
}
