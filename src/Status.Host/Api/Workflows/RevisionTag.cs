using System.Globalization;
using Status.Workflows.Definitions;

namespace Status.Host.Api.Workflows;

/// <summary>The revision of a workflow as its entity tag: <c>"7"</c>.</summary>
internal static class RevisionTag
{
    /// <summary>Sets the tag of the answer.</summary>
    public static void Set(HttpResponse response, DefinitionRow row) => response.Headers.ETag = $"\"{row.Revision.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Reads <c>If-Match</c>.</summary>
    /// <param name="text">The header.</param>
    /// <param name="revision">The revision; <c>null</c> without one or with <c>*</c>.</param>
    /// <returns><c>false</c> for a tag that no revision has.</returns>
    public static bool TryRead(string text, out long? revision)
    {
        revision = null;
        if (text.Length == 0 || text == "*") return true;
        if (!long.TryParse(text.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        revision = number;
        return true;
    }
}
