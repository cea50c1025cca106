using System.Collections.Frozen;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Authoring;

/// <summary>Names of types on the wire.</summary>
public static class TypeAliases
{
    private static readonly FrozenDictionary<string, Type> _types = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        ["Object"] = typeof(object),
        ["String"] = typeof(string),
        ["Boolean"] = typeof(bool),
        ["Int16"] = typeof(short),
        ["Int32"] = typeof(int),
        ["Int64"] = typeof(long),
        ["Long"] = typeof(long),
        ["Single"] = typeof(float),
        ["Double"] = typeof(double),
        ["Decimal"] = typeof(decimal),
        ["Guid"] = typeof(Guid),
        ["DateTime"] = typeof(DateTime),
        ["DateTimeOffset"] = typeof(DateTimeOffset),
        ["TimeSpan"] = typeof(TimeSpan),
        ["ByteArray"] = typeof(byte[]),
        ["Uri"] = typeof(Uri),
        ["JSON"] = typeof(object),
        ["JsonElement"] = typeof(object),
        ["JsonNode"] = typeof(object),
        ["JsonObject"] = typeof(DataObject),
        ["JObject"] = typeof(DataObject),
        ["ObjectDictionary"] = typeof(DataObject),
        ["ObjectMap"] = typeof(DataObject),
        ["StringDictionary"] = typeof(DataObject),
        ["StringMap"] = typeof(DataObject),
        ["VariablesDictionary"] = typeof(DataObject),
        ["HttpHeaders"] = typeof(DataObject),
        ["RouteData"] = typeof(DataObject),
        ["JsonArray"] = typeof(DataArray),
        ["JArray"] = typeof(DataArray),
        ["HttpStatusCode"] = typeof(System.Net.HttpStatusCode),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every alias with its CLR type.</summary>
    public static IReadOnlyDictionary<string, Type> All => _types;

    /// <summary>The alias of a CLR type; the class name when it has none.</summary>
    /// <param name="type">The type.</param>
    /// <returns>For example <c>Int32</c>, <c>String[]</c>, <c>ObjectDictionary</c>.</returns>
    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        if (type == typeof(byte[])) return "ByteArray";
        if (type == typeof(DataObject) || type == typeof(IReadOnlyDictionary<string, object?>) || type == typeof(IDictionary<string, object?>)) return "ObjectDictionary";
        if (type == typeof(IReadOnlyDictionary<string, string>)) return "StringDictionary";
        if (type == typeof(DataArray)) return "Object[]";
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        if (type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type)) return Of(type.GetGenericArguments()[0]) + "[]";
        return type.Name;
    }

    /// <summary>The CLR type with an alias; <c>false</c> when none has it.</summary>
    /// <param name="alias">The alias, in any case, with <c>?</c> or <c>[]</c> behind it.</param>
    /// <param name="type">The type.</param>
    /// <returns>Whether the alias is known.</returns>
    public static bool TryResolve(string alias, out Type type)
    {
        var name = alias.Trim().TrimEnd('?');
        if (name.EndsWith("[]", StringComparison.Ordinal) || name.StartsWith("List<", StringComparison.Ordinal))
        {
            type = typeof(DataArray);
            return true;
        }

        // Files written by Elsa name types by assembly too: "System.String, System.Private.CoreLib".
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0) name = name[..comma];
        var dot = name.LastIndexOf('.');
        if (dot >= 0) name = name[(dot + 1)..];
        if (name is "ExpandoObject") name = "JSON";
        if (name.StartsWith("IDictionary", StringComparison.Ordinal) || name.StartsWith("Dictionary", StringComparison.Ordinal)) name = "ObjectDictionary";
        return _types.TryGetValue(name, out type!);
    }
}
