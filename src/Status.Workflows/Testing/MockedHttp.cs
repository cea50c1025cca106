using System.Net;
using System.Text;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>The network of a test case: it answers what the case says and refuses everything else, so that no test leaves the process.</summary>
internal sealed class MockedHttp(IReadOnlyList<HttpMock> mocks) : HttpMessageHandler, IHttpClientFactory
{
    private readonly Dictionary<HttpMock, int> _used = new(ReferenceEqualityComparer.Instance);
    private readonly List<SentRequest> _sent = [];

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyList<SentRequest> Sent => _sent;

    /// <inheritdoc/>
    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Whether a text is what a pattern with <c>*</c> says.</summary>
    public static bool Fits(string pattern, string text)
    {
        // Position by position, going back to the last star only: linear in practice, and no expression of a stranger is compiled.
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, t);
            else if (p < pattern.Length && char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++mark);
            else return false;
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.ToString();
        var body = request.Content is null ? null : await ReadAsync(request.Content, cancellationToken);
        var headers = new DataObject(request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .Select(h => KeyValuePair.Create(h.Key, (object?)string.Join(", ", h.Value))));
        _sent.Add(new SentRequest(request.Method.Method, url, headers, body));
        var mock = mocks.FirstOrDefault(m => (m.Method is null || string.Equals(m.Method, request.Method.Method, StringComparison.OrdinalIgnoreCase)) && Fits(m.Url, url))
            ?? throw new HttpRequestException($"The case has no answer for {request.Method} {url}; add one to mocks.http.");
        var turn = _used[mock] = _used.GetValueOrDefault(mock) + 1;
        var answer = mock.Answers[Math.Min(turn, mock.Answers.Count) - 1];
        return answer.Fails switch
        {
            "connection" => throw new HttpRequestException("The case lets the connection fail."),
            "timeout" => throw new TaskCanceledException("The case lets the call time out.", new TimeoutException()),
            _ => Respond(answer, request),
        };
    }

    private static HttpResponseMessage Respond(HttpMockAnswer answer, HttpRequestMessage request)
    {
        var (text, type) = answer.Body switch
        {
            null => ("", null),
            string plain => (plain, "text/plain"),
            var data => (DataJson.ToJson(data), "application/json"),
        };
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        if (type is not null) response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        foreach (var (name, value) in answer.Headers)
        {
            var shown = value as string ?? DataJson.ToJson(value);
            if (response.Headers.TryAddWithoutValidation(name, shown)) continue;
            response.Content.Headers.Remove(name);
            response.Content.Headers.TryAddWithoutValidation(name, shown);
        }

        return response;
    }

    private static async Task<object?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var text = await content.ReadAsStringAsync(cancellationToken);
        return content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true ? DataJson.Parse(text) : text;
    }
}

/// <summary>An outgoing request of a run.</summary>
internal sealed record SentRequest(string Method, string Url, DataObject Headers, object? Body);
