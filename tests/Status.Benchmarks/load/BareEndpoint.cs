using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Status.Benchmarks.Load;

/// <summary>
/// The simplest things Kestrel can serve, in a process of their own: what the HTTP figures are compared with (<c>/</c>), and what F6 calls (<c>/stub</c>).
/// </summary>
internal static class BareEndpoint
{
    /// <summary>What F6's other system says.</summary>
    public const string Stub = """{"status":"up","availability":99.71,"samples":50}""";

    private static readonly byte[] _stub = System.Text.Encoding.UTF8.GetBytes(Stub);

    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => "ok");
        app.MapGet("/stub", (HttpContext http) =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = _stub.Length;
            return http.Response.Body.WriteAsync(_stub).AsTask();
        });
        await app.RunAsync(url);
    }
}
