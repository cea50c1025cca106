using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Status.Host.Identity;

namespace Status.Host.Hosting.Web.Limits;

/// <summary>Answers 429 to who calls too often: by caller when signed in, by address when not.</summary>
internal static class RequestLimits
{
    private static readonly PathString[] _counted = ["/api", "/elsa", "/ledger", "/hooks", "/openapi"];

    /// <summary>Registers the buckets.</summary>
    public static void AddRequestLimits(this IServiceCollection services)
    {
        services.AddStatusOptions<RateLimitOptions>(RateLimitOptions.SectionName);
        services.AddStatusOptions<RedisOptions>(RedisOptions.SectionName);
        services.AddSingleton<MemoryBuckets>();
        services.AddSingleton<RedisBuckets>();
        services.AddSingleton<ITokenBuckets>(provider => provider.GetRequiredService<IOptions<RedisOptions>>().Value.Connection.Length > 0
            ? provider.GetRequiredService<RedisBuckets>()
            : provider.GetRequiredService<MemoryBuckets>());
    }

    /// <summary>Counts attempts to sign in at this route, by address: <see cref="SecurityOptions.SignInsPerMinute"/>.</summary>
    public static TBuilder CountSignIns<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new SignInAttempt());

    /// <summary>Adds the limit; after authentication.</summary>
    public static void UseRequestLimits(this IApplicationBuilder app) => app.Use((http, next) => IsCounted(http.Request.Path) ? CountAsync(http, next) : next(http));

    /// <summary>The answer to somebody who guesses passwords.</summary>
    public static ProblemHttpResult TooManyGuesses(HttpContext http, TimeSpan wait)
    {
        SetRetryAfter(http, wait);
        return TypedResults.Problem("Too many wrong passwords. Wait for the seconds in the Retry-After header, then try again.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    private static void SetRetryAfter(HttpContext http, TimeSpan wait) =>
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static Task RefuseAsync(HttpContext http, TimeSpan wait)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        SetRetryAfter(http, wait);
        return http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = new ProblemDetails { Status = StatusCodes.Status429TooManyRequests },
        }).AsTask();
    }

    // HTTP-triggered workflows have another path, and pay nothing but this comparison.
    private static bool IsCounted(PathString path)
    {
        foreach (var counted in _counted)
            if (path.StartsWithSegments(counted, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static async Task CountAsync(HttpContext http, RequestDelegate next)
    {
        var services = http.RequestServices;
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "-";
        var options = services.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        var (key, bucket) = http.User.Identity is { IsAuthenticated: true }
            ? ("caller:" + Caller.Describe(http.User), new Bucket(options.Burst, options.RequestsPerSecond))
            : ("address:" + address, new Bucket(options.AnonymousBurst, options.AnonymousRequestsPerSecond));
        if (http.GetEndpoint()?.Metadata.GetMetadata<SignInAttempt>() is not null)
        {
            var perMinute = services.GetRequiredService<IOptions<SecurityOptions>>().Value.SignInsPerMinute;
            (key, bucket) = ("sign-in:" + address, new Bucket(perMinute, perMinute / 60.0));
        }

        var wait = await services.GetRequiredService<ITokenBuckets>().TakeAsync(key, bucket);
        if (wait == TimeSpan.Zero) await next(http);
        else await RefuseAsync(http, wait);
    }

    private sealed class SignInAttempt;
}
