using System.Collections;
using System.Reflection;
using System.Text.Json;
using Status.Workflows.Authoring;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// Plain inputs that are lists of cases: objects with a condition, an activity, or both (<c>FlowSwitch.cases</c>, <c>SendHttpRequest.expectedStatusCodes</c>).
/// </summary>
internal static class CaseList
{
    /// <summary>The case class of a list type; <c>null</c> when the items have neither condition nor activity.</summary>
    public static Type? ElementOf(Type list)
    {
        if (!list.IsGenericType || !typeof(IEnumerable).IsAssignableFrom(list) || list.GetGenericArguments() is not [var element]) return null;
        return element.GetConstructor(Type.EmptyTypes) is not null && element.GetProperties().Any(p => IsCondition(p) || IsActivity(p)) ? element : null;
    }

    /// <summary>Makes the cases.</summary>
    /// <param name="element">The case class.</param>
    /// <param name="json">The list, or the text of one.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="condition">Compiles a condition.</param>
    public static IList Bind(Type element, JsonElement json, string path, Func<JsonElement, string, Input<bool>> condition)
    {
        var cases = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        if (json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 } text)
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
        }

        if (json.ValueKind != JsonValueKind.Array) return cases;
        var index = 0;
        foreach (var item in json.EnumerateArray()) cases.Add(MakeCase(element, item, $"{path}[{index++}]", condition));
        return cases;
    }

    /// <summary>Puts an activity into the case at a position.</summary>
    /// <param name="cases">The list.</param>
    /// <param name="position">Which case.</param>
    /// <param name="member">Wire name of the member that holds it; <c>null</c> for a case that is an activity itself.</param>
    /// <param name="activity">The activity.</param>
    public static void SetActivity(object? cases, int position, string? member, Activity activity)
    {
        if (cases is not IList list || position >= list.Count || member is null) return;
        var item = list[position]!;
        Array.Find(item.GetType().GetProperties(), p => IsActivity(p) && JsonNamingPolicy.CamelCase.ConvertName(p.Name) == member)?.SetValue(item, activity);
    }

    private static object MakeCase(Type element, JsonElement json, string path, Func<JsonElement, string, Input<bool>> condition)
    {
        var made = Activator.CreateInstance(element)!;
        if (json.ValueKind != JsonValueKind.Object) return made;
        foreach (var property in element.GetProperties())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!property.CanWrite || IsActivity(property) || !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) continue;
            property.SetValue(made, IsCondition(property) ? condition(value, $"{path}.{name}") : ValueConverter.To(DataJson.From(value), property.PropertyType));
        }

        return made;
    }

    private static bool IsCondition(PropertyInfo property) => property.PropertyType == typeof(Input<bool>);

    private static bool IsActivity(PropertyInfo property) => property.PropertyType == typeof(Activity);
}
