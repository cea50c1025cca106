using System.Text.Json;

namespace Status.Host.Elsa.Definitions;

/// <summary>Answers a request that cannot be read in the shape that Elsa's clients read.</summary>
internal sealed class ElsaRequestFilter : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (JsonException json)
        {
            var sentence = $"The body is not the JSON this address expects: at line {(json.LineNumber ?? 0) + 1}, byte {(json.BytePositionInLine ?? 0) + 1}. {json.Message}";
            return Results.Json(
                new { statusCode = StatusCodes.Status400BadRequest, message = "One or more errors occurred!", modelBindingError = sentence, errors = new { serializerErrors = new[] { sentence } } },
                contentType: "application/problem+json",
                statusCode: StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException bad)
        {
            return Results.Json(
                new { statusCode = bad.StatusCode, message = bad.Message, errors = new { generalErrors = new[] { bad.Message } } },
                contentType: "application/problem+json",
                statusCode: bad.StatusCode);
        }
    }
}
