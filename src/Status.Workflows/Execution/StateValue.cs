using System.Globalization;
using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// Values in a stored run. JSON alone would turn times, spans, bytes and exact fractions into text or doubles, and a run that was stored would then behave
/// differently from one that was not; so those are written as an object with one member: <c>$t</c> time, <c>$s</c> span, <c>$b</c> bytes, <c>$m</c> decimal, <c>$l</c> long. An
/// object of the data that begins with <c>$</c> is wrapped in <c>$o</c>.
/// </summary>
internal static class StateValue
{
    /// <exception cref="JsonException">The value is nested deeper than <see cref="DataJson.MaxWrittenDepth"/> levels, or holds itself.</exception>
    public static void Write(Utf8JsonWriter writer, object? value) => Write(writer, value, 0);

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > DataJson.MaxWrittenDepth) throw DataJson.TooDeep();
        switch (value)
        {
            case DateTimeOffset time: Tag(writer, "$t", time.ToString("O", CultureInfo.InvariantCulture)); break;
            case TimeSpan span: Tag(writer, "$s", span.ToString("c", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: Tag(writer, "$b", Convert.ToBase64String(bytes)); break;
            case decimal number: Tag(writer, "$m", number.ToString(CultureInfo.InvariantCulture)); break;
            case long number: Tag(writer, "$l", number.ToString(CultureInfo.InvariantCulture)); break;
            case DataObject members: WriteObject(writer, members, depth + 1); break;
            case DataArray items:
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            default: DataJson.Write(writer, value); break;
        }
    }

    public static object? Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                var items = new DataArray(json.GetArrayLength());
                foreach (var item in json.EnumerateArray()) items.Add(Read(item));
                return items;
            case JsonValueKind.Object: return ReadObject(json);
            default: return DataJson.From(json);
        }
    }

    public static DataObject? ReadDataObject(JsonElement json) => json.ValueKind == JsonValueKind.Object ? Read(json) as DataObject : null;

    private static void WriteObject(Utf8JsonWriter writer, DataObject members, int depth)
    {
        var wrapped = members.Count == 1 && members.Keys.First().StartsWith('$');
        if (wrapped)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("$o");
        }

        writer.WriteStartObject();
        foreach (var (key, value) in members)
        {
            writer.WritePropertyName(key);
            Write(writer, value, depth);
        }

        writer.WriteEndObject();
        if (wrapped) writer.WriteEndObject();
    }

    private static object? ReadObject(JsonElement json)
    {
        var members = new DataObject();
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "$t": return DateTimeOffset.ParseExact(member.Value.GetString()!, "O", CultureInfo.InvariantCulture);
                case "$s": return TimeSpan.ParseExact(member.Value.GetString()!, "c", CultureInfo.InvariantCulture);
                case "$b": return Convert.FromBase64String(member.Value.GetString()!);
                case "$m": return decimal.Parse(member.Value.GetString()!, CultureInfo.InvariantCulture);
                case "$l": return long.Parse(member.Value.GetString()!, CultureInfo.InvariantCulture);
                case "$o": return Plain(member.Value);
                default: members[member.Name] = Read(member.Value); break;
            }
        }

        return members;
    }

    private static DataObject Plain(JsonElement json)
    {
        var members = new DataObject();
        foreach (var member in json.EnumerateObject()) members[member.Name] = Read(member.Value);
        return members;
    }

    private static void Tag(Utf8JsonWriter writer, string tag, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, value);
        writer.WriteEndObject();
    }
}
