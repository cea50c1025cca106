using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// A data source of a databinder as a request: REST, GitHub, Microsoft Graph (with a token of client credentials) and ownCloud (WebDAV). What it signs in with comes from the host's
/// configuration under the source's name.
/// </summary>
internal static class BinderSource
{
    private static readonly string[] _noSecrets = ["accept", "accept-language", "content-type", "user-agent", "x-github-api-version"];

    /// <summary>The setting that holds what a source signs in with.</summary>
    public static string KeyOf(RedNode source) => $"databinder-{source.Id}";

    /// <summary>What that setting has to hold.</summary>
    public static string SecretOf(RedNode source) => Kind(source) switch
    {
        "graph" => "the client's secret",
        "rest" when Inner(Inner(source, "config"), "auth").Text("type") == "cookie" => "the value of the header Cookie",
        _ => "the value of the header Authorization, if it needs one",
    };

    /// <summary>The request, and a script that makes the answer what the source gave; <c>null</c> when it is none that can be asked.</summary>
    public static (Asking Request, string? Reading)? Write(RedNode source, RedNode method, Asking asks, string otherwise)
    {
        var (config, options) = (Inner(source, "config"), Inner(method, "options"));
        var auth = $"getConfig({Js.Text(KeyOf(source))})";
        var name = method.Text("methodName", otherwise);
        switch (Kind(source))
        {
            case "github":
                return GitHubPath(name, config, options) is { } path ? (asks.At(Js.Text("https://api.github.com" + path), auth, "application/vnd.github+json"), null) : null;
            case "graph":
                return Graph(name, config, options, asks, auth) is { } graph ? (graph, null) : null;
            case "owncloud":
                return OwnCloudSource.Write(name, config, options, asks, auth);
            case "rest":
                return Rest(config, options, asks, auth) is { } rest ? (rest, null) : null;
            default:
                return null;
        }
    }

    private static string Kind(RedNode source)
    {
        var id = source.Text("definitionId");
        foreach (var (part, kind) in (ReadOnlySpan<(string, string)>)[("github", "github"), ("graph", "graph"), ("owncloud", "owncloud"), ("webdav", "owncloud"), ("rest", "rest")])
            if (id.Contains(part, StringComparison.OrdinalIgnoreCase)) return kind;
        return "";
    }

    private static Asking? Rest(RedNode config, RedNode options, Asking asks, string auth)
    {
        var sign = Inner(config, "auth").Text("type", "bearer");
        if (sign is not ("bearer" or "basic" or "cookie")) return null;
        var endpoint = options.Text("endpoint", config.Text("defaultEndpoint"));
        var place = Inner(config, "endpoints").Text(endpoint, endpoint);
        var address = place.StartsWith("http", StringComparison.Ordinal) ? place : $"{config.Text("baseUrl").TrimEnd('/')}/{place.TrimStart('/')}";
        if (options.Text("id") is { Length: > 0 } id) address = $"{address.TrimEnd('/')}/{Uri.EscapeDataString(id)}";
        if (!IsWeb(address)) return null;
        var body = options.Json["body"] is { } given ? $"({given.ToJsonString()})" : null;
        var headers = Inner(config, "headers").Json.Concat(Inner(options, "headers").Json).Where(h => _noSecrets.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
            .GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase).Select(g => KeyValuePair.Create(g.Key, g.Last().Value?.DeepClone()));
        asks.At(Js.Text(address), sign == "cookie" ? null : auth, method: options.Text("method", "GET").ToUpperInvariant(), content: body)
            .With(new JsonObject([KeyValuePair.Create("Accept", (JsonNode?)"application/json"), .. headers.Where(h => !h.Key.Equals("accept", StringComparison.OrdinalIgnoreCase))]));
        return sign == "cookie" ? asks.WithCookie(auth) : asks;
    }

    /// <summary>Microsoft Graph. Clouds of nations have addresses of their own.</summary>
    private static Asking? Graph(string method, RedNode config, RedNode options, Asking asks, string secret)
    {
        if (config.Text("tenantId").Length == 0 || config.Text("clientId").Length == 0) return null;
        var root = config.Text("baseUrl", "https://graph.microsoft.com").TrimEnd('/');
        var path = method switch
        {
            "getSiteIdByPath" when First(options, config, "hostname", "domain") is { Length: > 0 } host && First(options, config, "sitePath", "path") is { Length: > 0 } place => $"/sites/{Uri.EscapeDataString(host)}:/{Escaped(place)}",
            "listSiteItems" when First(options, config, "siteId") is { Length: > 0 } site => $"/sites/{Uri.EscapeDataString(site)}/drive/root/children",
            "default" when First(options, config, "endpoint", "defaultEndpoint") is { Length: > 0 } endpoint && !endpoint.Contains("..", StringComparison.Ordinal) => "/" + endpoint.TrimStart('/'),
            _ => null,
        };
        var tokens = $"{config.Text("authority", "https://login.microsoftonline.com").TrimEnd('/')}/{Uri.EscapeDataString(config.Text("tenantId"))}/oauth2/v2.0/token";
        if (path is null || !IsWeb(root) || !IsWeb(tokens)) return null;
        var scopes = config.Texts("scopes") is { Count: > 0 } listed ? string.Join(' ', listed) : config.Text("scopes", "https://graph.microsoft.com/.default");
        return asks.At(Js.Text($"{root}/v1.0{path}"), null).WithToken(tokens, config.Text("clientId"), secret, scopes);
    }

    private static string? GitHubPath(string method, RedNode config, RedNode options)
    {
        string Of(string name, string otherwise) => Uri.EscapeDataString(options.Text(name, config.Text(otherwise)));
        var repository = $"/repos/{Of("owner", "defaultOrg")}/{Of("repo", "defaultRepo")}";
        return method switch
        {
            "getUser" => options.Text("username") is { Length: > 0 } user ? $"/users/{Uri.EscapeDataString(user)}" : "/user",
            "getRepositories" => $"/orgs/{Of("org", "defaultOrg")}/repos",
            "getRepository" => repository,
            "getIssues" => repository + "/issues",
            "getIssue" => $"{repository}/issues/{Of("issueNumber", "")}",
            "getPullRequests" => repository + "/pulls",
            "getPullRequest" => $"{repository}/pulls/{Of("pullNumber", "")}",
            "getContents" => $"{repository}/contents/{Escaped(options.Text("path"))}",
            "searchCode" => $"/search/code?q={Of("query", "")}",
            "searchIssues" => $"/search/issues?q={Of("query", "")}",
            _ => null,
        };
    }

    /// <summary>A path with its parts written as an address has them.</summary>
    public static string Escaped(string path) => string.Join('/', path.Split('/').Where(p => p.Length > 0).Select(Uri.EscapeDataString));

    public static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    public static RedNode Inner(RedNode node, string name) => new(node.Json[name] as JsonObject ?? []);

    private static string First(RedNode options, RedNode config, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (options.Text(name, config.Text(name)) is { Length: > 0 } text) return text;
        return "";
    }
}
