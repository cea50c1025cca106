namespace Status.Testing;

/// <summary>Answers HTTP requests as a test says, without a network.</summary>
public sealed class AnsweringHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>What was asked, with the bodies read.</summary>
    public List<(HttpRequestMessage Request, string Body)> Requests { get; } = [];

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return answer(request);
    }
}
