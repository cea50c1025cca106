using System.Text;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence.Collectors;

/// <summary>Turns a workflow's value into bytes so that equal values have equal digests.</summary>
internal static class CanonicalContent
{
    /// <summary>Bytes as they are, text as UTF-8, anything else as compact JSON with members in ordinal order.</summary>
    public static (byte[] Bytes, string MediaType) Of(object? value) => value switch
    {
        byte[] bytes => (bytes, "application/octet-stream"),
        string text => (Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8"),
        _ => (DataJson.ToUtf8(Sort(value)), "application/json"),
    };

    private static object? Sort(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> members => new DataObject(
            members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        string or byte[] => value,
        IEnumerable<object?> items => new DataArray(items.Select(Sort)),
        _ => value,
    };
}
