using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>
/// Sends an HTTP request with a token that it gets first (OAuth 2.0, client credentials, RFC 6749 §4.4), or with a session cookie. Neither secret nor token stands in an output or the journal;
/// the token is asked for with each request.
/// </summary>
[Activity("Status", "HTTP", "Sends an HTTP request with a token of client credentials or a session cookie.", DisplayName = "HTTP Request (signed in)", Kind = ActivityKind.Task)]
[FlowNode("Done", "Not signed in", "Failed to connect", "Timeout")]
public sealed class SignedInHttpRequest : HttpRequestActivity
{
    private const int MostTokenBytes = 64 << 10;

    /// <summary>Address of the server of tokens; empty: no token is asked for.</summary>
    [Input(Description = "Address of the server of tokens; empty: no token is asked for.", UIHint = InputUIHints.SingleLine, Category = "Security", Order = 7)]
    public Input<string?>? TokenUrl { get; set; }

    /// <summary>Who asks for a token.</summary>
    [Input(Description = "Id of the client that asks for a token.", UIHint = InputUIHints.SingleLine, Category = "Security", Order = 8)]
    public Input<string?>? ClientId { get; set; }

    /// <summary>The client's secret; from configuration or a secret, never a literal.</summary>
    [Input(Description = "Secret of the client.", UIHint = InputUIHints.SingleLine, Category = "Security", IsSensitive = true, Order = 9)]
    public Input<string?>? ClientSecret { get; set; }

    /// <summary>What the token is for.</summary>
    [Input(Description = "What the token is for.", UIHint = InputUIHints.SingleLine, Category = "Security", Order = 10)]
    public Input<string?>? Scope { get; set; }

    /// <summary>The session as the header <c>Cookie</c>.</summary>
    [Input(Description = "Value of the Cookie header.", UIHint = InputUIHints.SingleLine, Category = "Security", IsSensitive = true, Order = 11)]
    public Input<string?>? Cookie { get; set; }

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        HttpExchange exchange;
        try
        {
            var (token, problem) = context.Get(TokenUrl) is { Length: > 0 } url ? await AskForTokenAsync(context, url) : (null, null);
            if (problem is not null)
            {
                context.JournalData["Problem"] = problem;
                context.Set(StatusCode, 401d);
                await context.CompleteActivityWithOutcomesAsync("Not signed in");
                return;
            }

            exchange = await SendAsync(context, token is null ? null : $"Bearer {token}", context.Get(Cookie));
        }
        catch (HttpRequestException error)
        {
            exchange = new HttpExchange(HttpExchangeEnd.FailedToConnect, 0, error.Message);
        }
        catch (OperationCanceledException error) when (!context.CancellationToken.IsCancellationRequested)
        {
            exchange = new HttpExchange(HttpExchangeEnd.TimedOut, 0, error.Message);
        }

        if (exchange.Problem is not null) context.JournalData["Problem"] = exchange.Problem;
        await context.CompleteActivityWithOutcomesAsync(exchange.End switch { HttpExchangeEnd.FailedToConnect => "Failed to connect", HttpExchangeEnd.TimedOut => "Timeout", _ => "Done" });
    }

    private async ValueTask<(string? Token, string? Problem)> AskForTokenAsync(ActivityExecutionContext context, string url)
    {
        var form = new DataObject
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = context.Get(ClientId) ?? "",
            ["client_secret"] = context.Get(ClientSecret) ?? "",
        };
        if (context.Get(Scope) is { Length: > 0 } scope) form["scope"] = scope;
        using var request = Build(context, url, "POST", form, "application/x-www-form-urlencoded", null, new DataObject { ["Accept"] = "application/json" });
        using var client = context.GetRequiredService<IHttpClientFactory>().CreateClient(OutgoingHttp.ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.CancellationToken);
        if (!response.IsSuccessStatusCode) return (null, $"The server of tokens answered with the status {(int)response.StatusCode}.");
        using var buffer = await ReadBytesAsync(response.Content, MostTokenBytes, context.CancellationToken);
        return Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) is { } token ? (token, null) : (null, "The server of tokens gave no access_token.");
    }

    private static string? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return (DataJson.Parse(json) as DataObject)?["access_token"] is string { Length: > 0 } token ? token : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
