using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Workflows.Model.Data;

namespace Status.Activities.Grafana;

/// <summary>
/// The few calls of Grafana's HTTP API that activities need. The address comes from the configuration alone, never from a definition, and redirects are not
/// followed, so the token goes nowhere else. What goes wrong comes back as a value.
/// </summary>
internal sealed class GrafanaClient(HttpClient client, IOptions<GrafanaOptions> options, TimeProvider timeProvider)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "grafana";

    private const int ErrorLength = 300;

    /// <summary>Asks data sources: <c>POST /api/ds/query</c>.</summary>
    public Task<GrafanaAnswer> QueryAsync(DataObject request, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "api/ds/query", request, null, cancellationToken);

    /// <summary>Writes an annotation: <c>POST /api/annotations</c>.</summary>
    public Task<GrafanaAnswer> AnnotateAsync(DataObject request, string idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "api/annotations", request, idempotencyKey, cancellationToken);

    /// <summary>Lists dashboards: <c>GET /api/search</c>.</summary>
    public Task<GrafanaAnswer> SearchAsync(string? query, IEnumerable<string> tags, int limit, CancellationToken cancellationToken)
    {
        var parameters = new List<string> { "type=dash-db", "limit=" + limit };
        if (!string.IsNullOrEmpty(query)) parameters.Add("query=" + Uri.EscapeDataString(query));
        parameters.AddRange(tags.Select(tag => "tag=" + Uri.EscapeDataString(tag)));
        return SendAsync(HttpMethod.Get, "api/search?" + string.Join('&', parameters), null, null, cancellationToken);
    }

    private async Task<GrafanaAnswer> SendAsync(HttpMethod method, string path, DataObject? body, string? key, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (settings.Url is not { } url) return GrafanaAnswer.Failed("No Grafana is configured: set Status:Grafana:Url and Status:Grafana:Token.");
        using var request = new HttpRequestMessage(method, new Uri(url.AbsoluteUri.TrimEnd('/') + "/" + path));
        if (!string.IsNullOrEmpty(settings.Token)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(DataJson.ToUtf8(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var timeout = new CancellationTokenSource(settings.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var bytes = await ReadAsync(response.Content, settings.MaxResponseBytes, either.Token);
            return bytes is null
                ? GrafanaAnswer.Failed($"Grafana's answer has more than {settings.MaxResponseBytes:N0} bytes (Status:Grafana:MaxResponseBytes): ask for less.")
                : Read(response.StatusCode, bytes, settings.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return GrafanaAnswer.Failed($"Grafana gave no complete answer within {settings.Timeout} (Status:Grafana:Timeout).");
        }
        catch (HttpRequestException exception)
        {
            return GrafanaAnswer.Failed($"Grafana at {url.Authority} could not be reached: {exception.HttpRequestError}.");
        }
    }

    private static GrafanaAnswer Read(HttpStatusCode status, byte[] bytes, string? token)
    {
        object? value;
        try
        {
            value = bytes.Length == 0 ? null : DataJson.Parse(bytes);
        }
        catch (JsonException)
        {
            return GrafanaAnswer.Failed($"Grafana answered {(int)status} with something that is not JSON: is Status:Grafana:Url the address of a Grafana?");
        }

        if (status is HttpStatusCode.OK or HttpStatusCode.MultiStatus) return new GrafanaAnswer(value, null);
        // What an answer says is shown; should it repeat the token, that is not.
        var said = (value as DataObject)?["message"] as string ?? status.ToString();
        if (!string.IsNullOrEmpty(token)) said = said.Replace(token, "***", StringComparison.Ordinal);
        return GrafanaAnswer.Failed($"Grafana answered {(int)status}: {(said.Length > ErrorLength ? said[..ErrorLength] + "…" : said)}");
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit) return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit) return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }
}
