using System.Globalization;

namespace Status.Host.Api.Registry;

/// <summary>Version numbers as entity tags: version 3 is <c>"3"</c>.</summary>
internal static class EntityTags
{
    /// <summary>Sets the tag of the answer.</summary>
    public static void Set(HttpResponse response, int version) => response.Headers.ETag = $"\"{version}\"";

    /// <summary>The version that <c>If-Match</c> asks for; <c>null</c> without one or with <c>*</c>. <c>false</c> for a tag that no version has.</summary>
    public static bool TryReadIfMatch(HttpRequest request, out int? version)
    {
        version = null;
        var text = request.Headers.IfMatch.ToString().Trim();
        if (text.Length == 0 || text == "*") return true;
        if (!int.TryParse(text.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        version = number;
        return true;
    }
}
