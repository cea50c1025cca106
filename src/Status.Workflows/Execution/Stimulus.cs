using System.Security.Cryptography;
using System.Text;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>What bookmarks and triggers are matched by.</summary>
public static class Stimulus
{
    /// <summary>
    /// Upper-case hex SHA-256 over name, payload (JSON, members sorted by name, nulls left out, text lower-cased by the caller where matching ignores case) and, when
    /// given, the execution id: equal stimuli have equal hashes on every host.
    /// </summary>
    public static string Hash(string name, DataObject payload, string? activityInstanceId = null)
    {
        var sorted = new DataObject(payload.Where(m => m.Value is not null).OrderBy(m => m.Key, StringComparer.Ordinal));
        var text = activityInstanceId is null ? $"{name}|{DataJson.ToJson(sorted)}" : $"{name}|{DataJson.ToJson(sorted)}|{activityInstanceId}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
