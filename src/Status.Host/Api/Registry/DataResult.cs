using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Engine values as the body of an answer.</summary>
internal static class DataResult
{
    /// <summary>Answers with a value as JSON.</summary>
    public static IResult Ok(object? value, int statusCode = StatusCodes.Status200OK) =>
        new Answer(DataJson.ToUtf8(value), statusCode);

    private sealed class Answer(byte[] body, int statusCode) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = statusCode;
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
