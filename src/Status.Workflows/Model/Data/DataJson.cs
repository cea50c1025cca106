using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Status.Workflows.Model.Data;

/// <summary>
/// Reads and writes the engine's values as JSON. The closed set of values that variables, inputs, outputs, facts and scripts carry is:
/// <c>null</c>, <see cref="bool"/>, <see cref="string"/>, <see cref="double"/>, <see cref="long"/> (whole numbers that a double
/// would round), <see cref="decimal"/> (exact fractions that an activity produced), <see cref="DateTimeOffset"/>, <see cref="TimeSpan"/>,
/// <c>byte[]</c>, <see cref="DataObject"/> and <see cref="DataArray"/>. A CLR object outside the set may live in a variable during one
/// burst only (it is written as its JSON form when the run is stored).
/// </summary>
public static class DataJson
{
    /// <summary>The deepest nesting that is read or written; deeper JSON is refused with a <see cref="JsonException"/>.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// The deepest nesting that is written into an open writer, counted from the value: the engine puts values of <see cref="MaxDepth"/> levels into objects of its own (inputs, outputs).
    /// </summary>
    public const int MaxWrittenDepth = MaxDepth + 2;

    private const string NoText = "A text holds half of a surrogate pair or bytes that are not UTF-8";

    private const double MaxExactInteger = ExactNumber.MaxSafeInteger;

    /// <summary>Parses JSON text. Throws <see cref="JsonException"/> when it is malformed or too deep.</summary>
    public static object? Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var value = Read(ref reader);
            if (reader.Read()) throw new JsonException("More than one JSON value.");
            return value;
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException($"{NoText} (at byte {reader.TokenStartIndex + 1}).", error);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static object? Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Converts a parsed element. Throws <see cref="JsonException"/> when a text in it is none.</summary>
    public static object? From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => FromObject(element),
        JsonValueKind.Array => new DataArray(element.EnumerateArray().Select(From)),
        JsonValueKind.String => Text(element),
        JsonValueKind.Number => ReadNumber(element.GetRawText()).ToObject(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Writes a value as compact JSON text.</summary>
    public static string ToJson(object? value) => Encoding.UTF8.GetString(ToUtf8(value));

    /// <summary>Writes a value as compact UTF-8 JSON.</summary>
    public static byte[] ToUtf8(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = MaxWrittenDepth, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer, value, MaxWrittenDepth - MaxDepth);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value into an open writer. Throws <see cref="JsonException"/> when it is nested deeper than <see cref="MaxWrittenDepth"/> levels, or holds itself.</summary>
    public static void Write(Utf8JsonWriter writer, object? value) => Write(writer, value, 0);

    /// <summary>What is said of a value that is nested too deeply.</summary>
    internal static JsonException TooDeep() => new($"The value is nested deeper than {MaxDepth} levels, or holds itself.");

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case string text: writer.WriteStringValue(text); break;
            case double number: WriteDouble(writer, number); break;
            case float number: WriteDouble(writer, number); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case DateTimeOffset time: writer.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffK", CultureInfo.InvariantCulture)); break;
            case TimeSpan span: writer.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: writer.WriteBase64StringValue(bytes); break;
            case DataObject members: WriteObject(writer, members, Deeper(depth)); break;
            case DataArray items:
                var inside = Deeper(depth);
                writer.WriteStartArray();
                foreach (ref readonly var item in items.Span) WriteValue(writer, item, inside);
                writer.WriteEndArray();
                break;
            case IReadOnlyDictionary<string, object?> members: WriteMembers(writer, members, Deeper(depth)); break;
            case IEnumerable<object?> items: WriteItems(writer, items, Deeper(depth)); break;
            case JsonElement element: element.WriteTo(writer); break;
            default: JsonSerializer.Serialize(writer, value, value.GetType(), JsonSerializerOptions.Web); break;
        }
    }

    private static int Deeper(int depth) => depth < MaxWrittenDepth ? depth + 1 : throw TooDeep();

    private static void WriteMembers(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> members, int depth)
    {
        writer.WriteStartObject();
        foreach (var (key, member) in members)
        {
            writer.WritePropertyName(key);
            Write(writer, member, depth);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, IEnumerable<object?> items, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in items) Write(writer, item, depth);
        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, DataObject members, int depth)
    {
        writer.WriteStartObject();
        if (members.HasIndexKeys)
        {
            foreach (var slot in members.SlotsInOrder()) WriteMember(writer, members, slot, depth);
        }
        else
        {
            for (var slot = 0; slot < members.SlotCount; slot++) WriteMember(writer, members, slot, depth);
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, DataObject members, int slot, int depth)
    {
        if (members.KeyAt(slot) is not { } key) return;
        writer.WritePropertyName(key);
        WriteValue(writer, members.ValueAt(slot), depth);
    }

    private static void WriteValue(Utf8JsonWriter writer, in DataValue value, int depth)
    {
        if (value.IsNumber) WriteDouble(writer, value.Num);
        else Write(writer, value.ToObject(), depth);
    }

    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        // JSON knows neither NaN nor infinity; JSON.stringify writes null for both (ECMA-262 §25.5.2).
        if (!double.IsFinite(number)) writer.WriteNullValue();
        else if (Math.Abs(number) <= MaxExactInteger && Math.Floor(number) == number) writer.WriteNumberValue((long)number);
        else writer.WriteNumberValue(number);
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException($"{NoText}.", error);
        }
    }

    private static DataObject FromObject(JsonElement element)
    {
        var result = new DataObject();
        foreach (var member in element.EnumerateObject()) result[member.Name] = From(member.Value);
        return result;
    }

    private static object? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new DataObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    members.Set(key, ReadValue(ref reader));
                }

                return members;
            case JsonTokenType.StartArray:
                var items = new DataArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Push(ReadValue(ref reader));
                return items;
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.Number: return ReadNumber(Encoding.UTF8.GetString(reader.ValueSpan)).ToObject();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            default: return null;
        }
    }

    private static DataValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? ReadNumber(reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan))
        : DataValue.From(Read(ref reader));

    private static DataValue ReadNumber(string text) => ExactNumber.TryRead(text, out var value)
        ? value
        : throw new JsonException($"The whole number {(text.Length > 40 ? text[..40] + "…" : text)} is too large to be kept exactly; send it as a string.");
}
