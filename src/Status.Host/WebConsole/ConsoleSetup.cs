using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Status.Host.Hosting;

namespace Status.Host.WebConsole;

/// <summary>Serves the console below <c>/app</c>: to everybody, since it holds no data; what it asks for asks who one is.</summary>
internal static class ConsoleSetup
{
    private static readonly HashSet<string> _assetExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".js", ".mjs", ".css", ".map", ".wasm", ".dat", ".json", ".png", ".svg", ".ico", ".woff", ".woff2", ".html", ".txt", ".xml", ".php", ".env", ".br", ".gz",
    };

    /// <summary>Registers the list of files.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddStatusOptions<ConsoleOptions>(ConsoleOptions.SectionName);
        services.AddSingleton<ConsoleFiles>();
        return services;
    }

    /// <summary>Maps <c>/app/**</c>, and the root, which leads there.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpRequest request) => TypedResults.Redirect(request.PathBase + "/app/")).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/app/{**path}", [HttpMethods.Get, HttpMethods.Head], ServeAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> ServeAsync(string? path, HttpContext http, ConsoleFiles files, CancellationToken cancellationToken)
    {
        if (Choose(path ?? "", files) is not { } file)
        {
            return TypedResults.Problem(
                files[ConsoleFiles.Page] is null ? "The console is not built: run ./run.sh, or name its folder with the key Status:Console:Folder." : "The console has no such file; reload the page.",
                statusCode: StatusCodes.Status404NotFound);
        }

        if (http.Request.PathBase.HasValue && file.IsPage) await PageBelowAPath.SendAsync(http, file, cancellationToken);
        else await SendAsync(http, file, cancellationToken);
        return TypedResults.Empty;
    }

    private static ConsoleFile? Choose(string path, ConsoleFiles files)
    {
        if (files[path] is { } file) return file;
        if (path.EndsWith('/') && files[path + ConsoleFiles.Page] is { } page) return page;
        // An address such as /app/agreements/sla-1.2 is the console's to draw; a missing script must not be answered with a page.
        var isAsset = path.StartsWith("assets/", StringComparison.Ordinal) || path.StartsWith("elsa/", StringComparison.Ordinal)
            || _assetExtensions.Contains(Path.GetExtension(path));
        return isAsset ? null : files[ConsoleFiles.Page];
    }

    private static async Task SendAsync(HttpContext http, ConsoleFile file, CancellationToken cancellationToken)
    {
        var accepted = http.Request.GetTypedHeaders().AcceptEncoding;
        var form = file.Forms.First(form => form.Coding is null || Accepts(accepted, form.Coding));
        var headers = http.Response.Headers;
        headers.CacheControl = file.CacheControl;
        headers.ETag = form.EntityTag;
        if (file.Forms.Count > 1) headers.Vary = HeaderNames.AcceptEncoding;
        if (IsKnown(http, form.EntityTag)) return;

        headers.ContentType = file.ContentType;
        headers.ContentLength = form.Length;
        if (form.Coding is not null) headers.ContentEncoding = form.Coding;
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.SendFileAsync(form.Path, cancellationToken);
    }

    /// <summary>Answers that nothing has changed, when the browser has these bytes.</summary>
    internal static bool IsKnown(HttpContext http, string entityTag)
    {
        if (!http.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == entityTag || tag.Tag == "*")) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string coding) =>
        accepted.Any(value => value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);
}
