using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Status.Benchmarks.Load;

/// <summary>The simplest thing Kestrel can serve: what the HTTP figures are compared with, measured in the same run.</summary>
internal static class BareEndpoint
{
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => "ok");
        await app.RunAsync(url);
    }
}
