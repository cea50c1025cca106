using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.Extensions;

namespace Status.Host.WebConsole;

/// <summary>
/// A document of the console for a host that a proxy shows below a path: the build writes addresses from <c>/app/</c> on, here the path comes before them. Scripts and styles
/// need nothing of it, since they name each other relative to themselves. The documents are about a kilobyte, so the packed forms are left aside and nothing is kept.
/// </summary>
internal static class PageBelowAPath
{
    private const string AsBuilt = "\"/app/";

    /// <summary>Sends it.</summary>
    public static async Task SendAsync(HttpContext http, ConsoleFile file, CancellationToken cancellationToken)
    {
        var plain = file.Forms[^1];
        var bytes = Encoding.UTF8.GetBytes(Write(await File.ReadAllTextAsync(plain.Path, cancellationToken), http.Request.PathBase));
        var entityTag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";
        http.Response.Headers.CacheControl = file.CacheControl;
        http.Response.Headers.ETag = entityTag;
        if (ConsoleSetup.IsKnown(http, entityTag)) return;
        http.Response.Headers.ContentType = file.ContentType;
        http.Response.Headers.ContentLength = bytes.Length;
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.Body.WriteAsync(bytes, cancellationToken);
    }

    /// <summary>The document with the path before each of its addresses; the path may come from a proxy's header, so it is escaped for address and attribute.</summary>
    internal static string Write(string page, PathString pathBase) =>
        page.Replace(AsBuilt, '"' + HtmlEncoder.Default.Encode(UriHelper.BuildRelative(pathBase).TrimEnd('/')) + AsBuilt[1..], StringComparison.Ordinal);
}
