using System.Diagnostics.CodeAnalysis;
using Status.Workflows.Model.Data;

namespace Status.Activities.Evidence.Collectors;

/// <summary>Asks HTTP sources within limits of time and size; what goes wrong comes back as a value without credentials in it.</summary>
internal sealed class HttpSource(HttpClient client)
{
    /// <summary>Name of the guarded client.</summary>
    public const string ClientName = "evidence";

    private static readonly string[] _secretNames = ["token", "key", "secret", "password", "passwd", "signature", "sig", "auth", "code"];

    /// <summary>Reads an absolute http(s) address without credentials.</summary>
    public static bool TryReadUrl(string? text, [NotNullWhen(true)] out Uri? url, out string problem)
    {
        problem = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            problem = "Url is not an absolute http or https address.";
        else if (url.UserInfo.Length > 0)
            problem = "Url carries a user name or password: send credentials in a header bound to a secret.";
        return problem.Length == 0;
    }

    /// <summary>The address as evidence and logs show it: values of parameters that look like credentials are masked.</summary>
    public static string Shown(Uri url)
    {
        if (url.Query.Length <= 1) return url.GetLeftPart(UriPartial.Query);
        var parts = url.Query[1..].Split('&').Select(part =>
        {
            var name = part.Split('=', 2)[0];
            return Array.Exists(_secretNames, secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase)) ? name + "=***" : part;
        });
        return $"{url.GetLeftPart(UriPartial.Path)}?{string.Join('&', parts)}";
    }

    /// <summary>Adds headers as they are given; .NET refuses line breaks in them, which comes back as an argument error.</summary>
    public static void AddHeaders(HttpRequestMessage request, IReadOnlyDictionary<string, object?>? headers)
    {
        foreach (var (name, value) in headers ?? new DataObject())
        {
            var text = value as string ?? DataJson.ToJson(value);
            if (text.AsSpan().ContainsAny('\r', '\n', '\0')) throw new InvalidOperationException($"The header {name} holds a line break.");
            if (request.Content is { } content && name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, text);
            }
            else if (!request.Headers.TryAddWithoutValidation(name, text))
            {
                throw new InvalidOperationException($"{name} is not a request header that can be set.");
            }
        }
    }

    /// <summary>Sends the request and reads the whole answer.</summary>
    public async Task<HttpAnswer> AskAsync(
        HttpRequestMessage request, EvidenceOptions options, string[] keep, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.HttpTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response.Content, options.MaxBytes, either.Token);
            if (body is null) return HttpAnswer.Failed($"The answer has more than {options.MaxBytes:N0} bytes (Status:Evidence:MaxBytes).");
            return new HttpAnswer((int)response.StatusCode, Kept(response, keep), response.Content.Headers.ContentType?.MediaType, body, null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return HttpAnswer.Failed($"No complete answer within {options.HttpTimeout} (Status:Evidence:HttpTimeout).");
        }
        catch (HttpRequestException exception)
        {
            return HttpAnswer.Failed($"{request.RequestUri!.Authority} could not be asked: {exception.HttpRequestError} ({exception.Message})");
        }
    }

    private static List<KeyValuePair<string, string>> Kept(HttpResponseMessage response, string[] keep) =>
        [.. keep.Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => (Name: name.ToLowerInvariant(), Values: Values(response, name)))
            .Where(header => header.Values is not null)
            .Select(header => KeyValuePair.Create(header.Name, header.Values!))];

    private static string? Values(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

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
