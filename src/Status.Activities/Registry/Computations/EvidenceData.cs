using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Registry.Computations;

/// <summary>Observations as engine values, in the members upstream's flows use.</summary>
public static class EvidenceData
{
    /// <summary>Writes <c>{id, key, value, result[, from, to][, digest]}</c>.</summary>
    public static DataObject ToData(EvidenceItem item)
    {
        var data = new DataObject { ["id"] = item.Id, ["key"] = item.Key, ["value"] = item.Value, ["result"] = item.Result };
        if (item.Window is { } window) (data["from"], data["to"]) = (window.From, window.To);
        if (item.Digest is { } digest) data["digest"] = digest;
        return data;
    }

    /// <summary>
    /// Reads a list of observations; anything that is no object is an observation that could not be judged, so that it counts without passing.
    /// Upstream's flows are known to write the texts <c>true</c> and <c>false</c> as results; they mean what they say.
    /// </summary>
    public static IReadOnlyList<EvidenceItem> Read(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> one => [ReadOne(one)],
        string => [],
        IEnumerable<object?> items => [.. items.Select(item => item is IReadOnlyDictionary<string, object?> data ? ReadOne(data) : new(null, null, item, null))],
        _ => [],
    };

    private static EvidenceItem ReadOne(IReadOnlyDictionary<string, object?> data) => new(
        data.GetValueOrDefault("id") is { } id ? id as string ?? DataJson.ToJson(id) : null,
        data.GetValueOrDefault("key") as string,
        data.GetValueOrDefault("value"),
        data.GetValueOrDefault("result") switch { bool result => result, "true" => true, "false" => false, _ => null },
        Values.Window(data),
        data.GetValueOrDefault("digest") as string);
}
