using System.Net.Http.Json;
using System.Text;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>A browser as far as sessions are concerned: keeps the cookie, and says where a request comes from when told to.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(string address)
    {
        Origin = address;
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = new Uri(address) };
    }

    /// <summary>The host's own origin.</summary>
    public string Origin { get; }

    /// <summary>The session's token.</summary>
    public string? Cookie { get; set; }

    public Task<HttpResponseMessage> SignInAsync(string? userName = "admin", string? password = HostProcess.Password, string? origin = null) =>
        SendAsync("POST", "/api/v1/session", new { userName, password }, origin ?? Origin);

    /// <summary>Sends from a page of the host, as the console does.</summary>
    public Task<HttpResponseMessage> ChangeAsync(string method, string path, object? body = null) => SendAsync(method, path, body, Origin);

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, object? body = null, string? origin = null, string? authorization = null, bool upgrade = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body, body.GetType()) };
        if (Cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", $"theme=dark; status_session={Cookie}");
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (upgrade)
        {
            request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        }

        var response = await _client.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
            Cookie = cookies.First()["status_session=".Length..].Split(';')[0] is { Length: > 0 } token ? token : null;
        return response;
    }

    public void Dispose() => _client.Dispose();
}
