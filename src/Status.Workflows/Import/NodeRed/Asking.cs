using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>A request to another system within a conversion: an HTTP request, and a script that says when there was no answer.</summary>
/// <param name="node">The node that asks.</param>
/// <param name="system">Who is asked, for people.</param>
/// <param name="suffix">Of the activities' ids; several requests of one node differ by it.</param>
/// <param name="dx">Where they stand beside the node.</param>
internal sealed class Asking(RedNode node, string system, string suffix = "_ask", double dx = -120)
{
    /// <summary>The member of the message that the answer comes in.</summary>
    public const string Member = "answer";

    private const string SignedIn = "Status.SignedInHttpRequest";

    private readonly JsonObject _request = Conversion.Activity(node, "Elsa.FlowSendHttpRequest", suffix, dx, -30);
    private readonly JsonObject _failed = Conversion.Script(node, $"throw new Error({Js.Text(system + " could not be reached.")});", null, suffix + "_none", dx);

    /// <summary>Activity that asks.</summary>
    public string Id => (string)_request["id"]!;

    public IReadOnlyList<JsonObject> Activities => [_request, _failed];

    /// <summary>Writes the request. Expressions see <c>variables.msg</c>.</summary>
    /// <param name="url">Expression that gives the address.</param>
    /// <param name="authorization">Expression that gives the header; <c>null</c> for none. It comes from the host's configuration, never from the flow.</param>
    /// <param name="accept">Header Accept.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="content">Expression that gives the body; <c>null</c> for none.</param>
    public Asking At(string url, string? authorization, string accept = "application/json", string method = "GET", string? content = null)
    {
        Conversion.Computed(_request, "url", url);
        Conversion.Literal(_request, "method", method);
        if (content is not null) Conversion.Computed(_request, "content", content);
        if (authorization is not null) Conversion.Computed(_request, "authorization", authorization);
        With(new JsonObject { ["Accept"] = accept, ["User-Agent"] = "STATUS" });
        Conversion.Fill(_request, ($"{Member}.status", "StatusCode"), ($"{Member}.body", "ParsedContent"));
        return this;
    }

    /// <summary>Whether it signs in by itself.</summary>
    public bool SignsIn => (string)_request["type"]! == SignedIn;

    /// <summary>Gets a token first, by client credentials.</summary>
    public Asking WithToken(string tokenUrl, string clientId, string secret, string scope)
    {
        _request["type"] = SignedIn;
        Conversion.Literal(_request, "tokenUrl", tokenUrl);
        Conversion.Literal(_request, "clientId", clientId);
        Conversion.Computed(_request, "clientSecret", secret);
        Conversion.Literal(_request, "scope", scope);
        return this;
    }

    /// <summary>Sends a session cookie.</summary>
    public Asking WithCookie(string cookie)
    {
        _request["type"] = SignedIn;
        Conversion.Computed(_request, "cookie", cookie);
        return this;
    }

    /// <summary>Headers that are no secrets.</summary>
    public Asking With(JsonObject headers)
    {
        Conversion.Computed(_request, "requestHeaders", $"({headers.ToJsonString()})");
        return this;
    }

    /// <summary>Connections to what comes next.</summary>
    public IEnumerable<(string Source, string Port, string Target)> To(string next) =>
        [(Id, "Done", next), (Id, "Failed to connect", (string)_failed["id"]!), (Id, "Timeout", (string)_failed["id"]!)];

    /// <summary>The request and one script that makes the message out of <c>answer</c>.</summary>
    public Converted Then(JsonObject script) => new([.. Activities, script], Id, [[((string)script["id"]!, "Done")]]) { Inner = [.. To((string)script["id"]!)] };

    /// <summary>The beginning of a script behind a request: takes the answer out of the message and throws when it is no good one.</summary>
    public static string Take(string system, bool allowsMissing = false) => $$"""
        {{Js.Helpers}}const answer = msg.{{Member}} ?? {};
        delete msg.{{Member}};
        if (answer.status >= 400{{(allowsMissing ? " && answer.status !== 404" : "")}}) throw new Error({{Js.Text(system + " answered with status ")}} + answer.status);

        """;
}
