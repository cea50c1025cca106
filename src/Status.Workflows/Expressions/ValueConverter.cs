using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Xml;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions;

/// <summary>Converts engine values to the CLR types of inputs, and CLR values to engine values. Always invariant.</summary>
public static class ValueConverter
{
    /// <summary>Converts a value.</summary>
    /// <typeparam name="T">The type asked for.</typeparam>
    /// <param name="value">A value of the engine's closed set, JSON, or any CLR object that already has the type.</param>
    /// <returns>The converted value.</returns>
    /// <exception cref="ValueConversionException">It cannot be converted.</exception>
    public static T? To<T>(object? value) => value switch
    {
        T same => same,
        null => default,
        _ => (T?)To(value, typeof(T)),
    };

    /// <inheritdoc cref="To{T}(object?)"/>
    /// <param name="value">The value.</param>
    /// <param name="type">The type asked for.</param>
    public static object? To(object? value, Type type)
    {
        if (value is JsonElement element) value = DataJson.From(element);
        var target = Nullable.GetUnderlyingType(type);
        if (value is null) return type.IsValueType && target is null ? Activator.CreateInstance(type) : null;
        if (target is not null && value is string { Length: 0 }) return null;
        target ??= type;
        if (target.IsInstanceOfType(value)) return value;
        try
        {
            return Convert(value, target) ?? throw Cannot(value, target);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException or JsonException or UriFormatException or NotSupportedException)
        {
            throw new ValueConversionException(Cannot(value, target).Message, e);
        }
    }

    /// <summary>The closed-set form of a CLR value: numbers become doubles where that is exact, lists and dictionaries become data. Other objects stay as they are.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The value as variables, outputs and scripts hold it.</returns>
    public static object? Normalize(object? value) => value switch
    {
        null or string or bool or double or DataObject or DataArray or DateTimeOffset or TimeSpan or byte[] or decimal => value,
        int number => (double)number,
        long number => Math.Abs(number) <= 9007199254740991 ? (double)number : number,
        short or byte or sbyte or ushort or uint or float => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        ulong number => number <= 9007199254740991 ? (double)number : (decimal)number,
        Guid or Uri => value.ToString(),
        Enum => value.ToString(),
        DateTime time => new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time),
        JsonElement element => DataJson.From(element),
        IEnumerable<KeyValuePair<string, object?>> members => new DataObject(members.Select(m => KeyValuePair.Create(m.Key, Normalize(m.Value)))),
        IEnumerable<KeyValuePair<string, string>> members => new DataObject(members.Select(m => KeyValuePair.Create(m.Key, (object?)m.Value))),
        Array or IList => new DataArray(((IEnumerable)value).Cast<object?>().Select(Normalize)),
        _ => value,
    };

    private static object? Convert(object value, Type type)
    {
        if (type == typeof(string)) return ToText(value);
        if (type == typeof(bool)) return ToBoolean(value);
        if (type.IsEnum) return ToEnum(value, type);
        if (ToNumber(value, type) is { } number) return number;
        if (type == typeof(TimeSpan)) return ToTimeSpan(value);
        if (type == typeof(DateTimeOffset)) return ToTime(value);
        if (type == typeof(DateTime)) return ToTime(value).UtcDateTime;
        if (type == typeof(Guid)) return Guid.Parse((string)value);
        if (type == typeof(Uri)) return new Uri((string)value, UriKind.RelativeOrAbsolute);
        if (type == typeof(byte[])) return System.Convert.FromBase64String((string)value);
        if (type == typeof(JsonElement)) return JsonSerializer.SerializeToElement(JsonDocument.Parse(DataJson.ToUtf8(value)).RootElement);
        if (value is string { Length: > 0 } json && json.AsSpan().TrimStart()[0] is '{' or '[') return To(DataJson.Parse(json), type);
        if (type == typeof(DataObject)) return ToObject(value);
        if (type == typeof(DataArray)) return ToArray(value);
        if (type.IsAssignableFrom(typeof(DataObject))) return ToObject(value);
        if (ElementOf(type) is { } element) return ToList(value, type, element);
        if (type.IsAssignableFrom(typeof(Dictionary<string, string>))) return ToObject(value).ToDictionary(m => m.Key, m => ToText(m.Value) ?? "", StringComparer.Ordinal);
        return value is string ? null : JsonSerializer.Deserialize(DataJson.ToUtf8(value), type, JsonSerializerOptions.Web);
    }

    private static string? ToText(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Math.Abs(number) < 1e21 && Math.Floor(number) == number ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        byte[] bytes => System.Convert.ToBase64String(bytes),
        Enum => value.ToString(),
        IFormattable number when number is decimal or long or int => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value is Guid or Uri ? value.ToString() : DataJson.ToJson(value),
    };

    private static object? ToBoolean(object value) => value switch
    {
        string text when bool.TryParse(text, out var flag) => flag,
        string { Length: 0 } => false,
        double number => number != 0,
        long number => number != 0,
        int number => number != 0,
        decimal number => number != 0,
        _ => null,
    };

    private static object? ToEnum(object value, Type type)
    {
        if (value is string text) return Enum.TryParse(type, text.Trim(), ignoreCase: true, out var parsed) ? parsed : null;
        return value is double or long or int or decimal ? Enum.ToObject(type, System.Convert.ToInt64(value, CultureInfo.InvariantCulture)) : null;
    }

    private static object? ToNumber(object value, Type type)
    {
        if (type == typeof(double) || type == typeof(float))
        {
            var number = value is string text ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
            return type == typeof(double) ? number : (float)number;
        }

        if (type != typeof(int) && type != typeof(long) && type != typeof(decimal) && type != typeof(short) && type != typeof(byte)) return null;
        var exact = value switch
        {
            string text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
            // System.Convert rounds to 15 digits; the shortest text of a double is exact for what people write.
            double number => decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture),
            IConvertible other and (long or int or decimal or bool or float or short or byte) => other.ToDecimal(CultureInfo.InvariantCulture),
            _ => throw Cannot(value, type),
        };
        if (type == typeof(decimal)) return exact;
        if (decimal.Truncate(exact) != exact) throw Cannot(value, type);
        return System.Convert.ChangeType(exact, type, CultureInfo.InvariantCulture);
    }

    private static object? ToTimeSpan(object value) => value switch
    {
        string text when text.StartsWith('P') || text.StartsWith("-P", StringComparison.Ordinal) => XmlConvert.ToTimeSpan(text),
        string text => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static DateTimeOffset ToTime(object value) => value switch
    {
        string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        double milliseconds => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds),
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        _ => throw Cannot(value, typeof(DateTimeOffset)),
    };

    private static DataObject ToObject(object value) =>
        Normalize(value) as DataObject ?? (value is string or bool or double or long or decimal or DataArray ? null : DataJson.Parse(DataJson.ToUtf8(value)) as DataObject)
        ?? throw Cannot(value, typeof(DataObject));

    private static DataArray ToArray(object value) => Normalize(value) as DataArray ?? (value is string or DataObject or bool or double ? [value] : throw Cannot(value, typeof(DataArray)));

    private static object ToList(object value, Type type, Type element)
    {
        var items = ToArray(value);
        var array = Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++) array.SetValue(To(items[i], element), i);
        if (type.IsInstanceOfType(array)) return array;
        return Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array)!;
    }

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        if (!type.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(type) || type.GetGenericArguments().Length != 1) return null;
        return type.GetGenericArguments()[0];
    }

    private static ValueConversionException Cannot(object value, Type type)
    {
        var text = value is string s ? $"'{s}'" : value is double or long or decimal or bool ? ToText(value) : value.GetType().Name;
        if (text!.Length > 100) text = text[..100] + "…";
        return new ValueConversionException($"{text} cannot be converted to {Authoring.TypeAliases.Of(type)}.");
    }
}
