using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Webhooks;
using Status.Host.Triggers.Admission;

namespace Status.Host.Triggers.Webhooks;

/// <summary>Signed webhooks in: <c>POST /hooks/{name}</c>. Public by its address, closed by its signature.</summary>
internal static partial class WebhookTrigger
{
    private const int RetryAfterSeconds = 5;

    /// <summary>Maps the route.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/hooks/{name}", ReceiveAsync)
            .AllowAnonymous().AddEndpointFilter<RouteHandlerBuilder, BacklogFilter>()
            .WithName("ReceiveWebhook").WithTags("Webhooks")
            .WithSummary("Take a signed webhook")
            .WithDescription("Answers 202 once the work it causes is durable. An unknown name and a wrong signature are told apart by nobody.")
            .Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Accepted<WebhookAnswer>, ProblemHttpResult>> ReceiveAsync(
        string name, HttpContext http, WebhookIntake intake, IOptions<WebhooksOptions> options, TimeProvider timeProvider, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var source = options.Value.Sources.TryGetValue(name, out var configured) ? configured : null;
        // A limit by name would tell which names exist.
        if (await ReadAsync(http, options.Value.LargestBody, cancellationToken) is not { } body)
            return TypedResults.Problem("The body is larger than any sender's limit (Status:Webhooks:Sources:<name>:MaxBodyBytes).", statusCode: StatusCodes.Status413PayloadTooLarge);
        var logger = loggers.CreateLogger("Status.Host.Triggers.Webhooks");
        var check = WebhookVerifier.Check(source, header => One(http.Request.Headers[header]), body, timeProvider.GetUtcNow());
        if (check.Verdict != WebhookVerdict.Genuine)
        {
            WebhookRefused(logger, source is null ? "(unknown)" : name, check.Verdict);
            return TypedResults.Problem("No such webhook, or its signature does not fit.", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (body.Length > source!.MaxBodyBytes)
            return TypedResults.Problem($"The body is larger than {source.MaxBodyBytes} bytes (Status:Webhooks:Sources:{name}:MaxBodyBytes).", statusCode: StatusCodes.Status413PayloadTooLarge);
        try
        {
            var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var accepted = await intake.AcceptAsync(name, check.DeliveryId!, headers, body, cancellationToken);
            WebhookAccepted(logger, name, check.DeliveryId!, accepted);
            return TypedResults.Accepted((string?)null, new WebhookAnswer(check.DeliveryId!));
        }
        catch (JsonException exception)
        {
            return TypedResults.Problem($"The body is not JSON: {exception.Message}", statusCode: StatusCodes.Status400BadRequest);
        }
        catch (NpgsqlException exception)
        {
            WebhookDeferred(logger, name, exception);
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
            return TypedResults.Problem("The database does not answer: nothing was accepted, send it again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static string? One(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 1 ? values[0] : null;

    private static async Task<byte[]?> ReadAsync(HttpContext http, int limit, CancellationToken cancellationToken)
    {
        if (http.Request.ContentLength > limit) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limit;
        using var buffer = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (buffer.Length + read > limit) return null;
                buffer.Write(chunk, 0, read);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return buffer.ToArray();
    }

    [LoggerMessage(EventId = 360, Level = LogLevel.Warning, Message = "A webhook for {Name} was refused: {Verdict}.")]
    private static partial void WebhookRefused(ILogger logger, string name, WebhookVerdict verdict);

    [LoggerMessage(EventId = 361, Level = LogLevel.Information, Message = "Webhook {Name}, delivery {DeliveryId}: {Count} runs start or go on.")]
    private static partial void WebhookAccepted(ILogger logger, string name, string deliveryId, int count);

    [LoggerMessage(EventId = 362, Level = LogLevel.Warning, Message = "A webhook for {Name} could not be stored; the sender was asked to repeat it.")]
    private static partial void WebhookDeferred(ILogger logger, string name, Exception exception);
}
