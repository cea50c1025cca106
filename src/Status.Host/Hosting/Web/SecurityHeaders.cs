namespace Status.Host.Hosting.Web;

/// <summary>What a browser is told to refuse, by what is behind the address.</summary>
internal static class SecurityHeaders
{
    /// <summary>Answers that are no pages: data, errors, proofs.</summary>
    public const string Data = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Our own pages. Styles may stand in the page: the component library writes them there; scripts may not.</summary>
    public const string Console =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

    /// <summary>
    /// The frame that holds Elsa Studio: Blazor compiles WebAssembly and adds inline scripts (the editor's and the list of runs' hotkeys, named by their digests), Monaco starts workers from blobs and carries fonts and images
    /// in its styles. Only our own pages may frame it.
    /// </summary>
    public const string Studio =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' "
        + "'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'";

    /// <summary>
    /// What workflows answer: whatever a designer writes runs in an origin of its own, so that a page out of a workflow cannot act in the console as the person who opens it.
    /// A policy that the workflow sends comes on top of this one and can only narrow it.
    /// </summary>
    public const string Workflow = "sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts";

    private const string TwoYears = "max-age=63072000";

    /// <summary>Adds the headers to every answer.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // The way of every HTTP trigger: two headers, nothing that has to be called back.
        if (http.Request.Path.StartsWithSegments("/workflows", StringComparison.OrdinalIgnoreCase)) SetFew(http);
        // Only when the answer starts: an error clears what was set before it.
        else http.Response.OnStarting(static state => SetAllAsync((HttpContext)state), http);
        return next(http);
    });

    /// <summary>The content policy of an address.</summary>
    public static string PolicyOf(PathString path) =>
        !path.StartsWithSegments("/app", StringComparison.OrdinalIgnoreCase, out var rest) ? Data
        : rest.StartsWithSegments("/elsa", StringComparison.OrdinalIgnoreCase) ? Studio
        : Console;

    private static void SetFew(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Workflow;
        headers.XContentTypeOptions = "nosniff";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = TwoYears;
    }

    private static Task SetAllAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(http.Request.Path);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = TwoYears;
        return Task.CompletedTask;
    }
}
