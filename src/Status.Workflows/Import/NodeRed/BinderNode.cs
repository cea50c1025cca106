using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// The databinder: one request for each data source, in their order, and a script that puts the answers together. Sources of REST and GitHub are converted; those that sign in at a server of
/// tokens first, or speak WebDAV, have to be replaced.
/// </summary>
internal static class BinderNode
{
    private static readonly string[] _noSecrets = ["accept", "accept-language", "content-type", "user-agent", "x-github-api-version"];

    public static Converted Convert(RedNode node, Conversion conversion)
    {
        if (Linker(node) is not { } linker) return conversion.NotConverted(node, "Its linker cannot be read as JSON.", "Use HTTP Request.");
        var wanted = node.Text("datasourceId", "all");
        var sources = linker.Items("datasources").Where(d => wanted == "all" || d.Id == wanted).ToArray();
        if (sources.Length == 0) return conversion.NotConverted(node, $"Its linker has no data source '{wanted}'.", "Use HTTP Request.");
        if (node.Text("responseFormat", "full") != "full") return conversion.NotConverted(node, "It gives its answer in parts.", "Choose the format full and put Split Message behind it.");
        var asked = new List<Asking>();
        foreach (var (i, source) in sources.Index())
        {
            var method = linker.Items("datasourceConfigs").FirstOrDefault(c => c.Id == source.Id)?.Json["methodConfig"] as JsonObject ?? [];
            if (Request(node, source, new RedNode(method), i, sources.Length) is not { } request) return conversion.NotConverted(node, $"Its data source '{source.Id}' ({source.Text("definitionId")}) is none that HTTP Request can ask as it is set.", "Use HTTP Request.");
            asked.Add(request);
        }

        conversion.Note(
            NodeRedLevel.Changed, node, "What it signs in with is not taken from the flow, and headers that may be secrets are left out.",
            string.Join(" ", sources.Select(s => $"Set Status:Scripts:Config:{KeyOf(s)} to the value of the header Authorization, if '{s.Id}' needs one.")));
        return Together(node, sources, asked, wanted);
    }

    private static Converted Together(RedNode node, RedNode[] sources, List<Asking> asked, string wanted)
    {
        var takes = sources.Select((s, i) =>
        {
            var take = Conversion.Script(node, $$"""
                {{Js.Helpers}}const answer = msg.{{Asking.Member}} ?? {};
                delete msg.{{Asking.Member}};
                (msg.bound ??= {})[{{Js.Text(s.Id)}}] = answer;
                setVariable('msg', msg);
                setOutcome(answer.status >= 400 ? 'Failed' : 'Done');
                """, ["Done", "Failed"], $"_take{i}", -40);
            return (Activity: take, Id: (string)take["id"]!);
        }).ToArray();
        var end = ServiceNodes.Script(node, $$"""
            {{Js.Helpers}}const bound = msg.bound ?? {}, ids = [{{string.Join(", ", sources.Select(s => Js.Text(s.Id)))}}], bad = ids.find(id => !(bound[id]?.status < 400));
            delete msg.bound;
            msg.payload = bad !== undefined
              ? { result: false, error: bound[bad] === undefined ? `${bad} could not be reached.` : `${bad} answered with status ${bound[bad].status}.` }
              : { result: true, data: {{(wanted == "all" ? "Object.fromEntries(ids.map(id => [id, bound[id].body]))" : "bound[ids[0]].body")}},
                  metadata: { datasourceId: {{Js.Text(wanted)}}, methodName: {{Js.Text(node.Text("methodName", "default"))}}, responseFormat: 'full', timestamp: new Date().toISOString() } };

            """);
        var last = (string)end["id"]!;
        var inner = new List<(string, string, string)>();
        foreach (var (i, request) in asked.Index())
        {
            // A source that cannot be reached is an answer too: the node never failed.
            inner.AddRange([(request.Id, "Done", takes[i].Id), (request.Id, "Failed to connect", last), (request.Id, "Timeout", last), (takes[i].Id, "Failed", last)]);
            inner.Add((takes[i].Id, "Done", i + 1 < asked.Count ? asked[i + 1].Id : last));
        }

        return new Converted([.. asked.Select(a => a.Activities[0]), .. takes.Select(t => t.Activity), end], asked[0].Id, [[(last, "Done")]]) { Inner = inner };
    }

    private static Asking? Request(RedNode node, RedNode source, RedNode method, int index, int count)
    {
        var (kind, config, options) = (source.Text("definitionId"), Inner(source, "config"), Inner(method, "options"));
        var auth = $"getConfig({Js.Text(KeyOf(source))})";
        var asks = new Asking(node, source.Id, $"_ask{index}", -180 * (count - index));
        if (kind.Contains("github", StringComparison.OrdinalIgnoreCase))
            return GitHubPath(method.Text("methodName", node.Text("methodName", "default")), config, options) is { } path ? asks.At(Js.Text("https://api.github.com" + path), auth, "application/vnd.github+json") : null;
        if (!kind.Contains("rest", StringComparison.OrdinalIgnoreCase) || Inner(config, "auth").Text("type", "bearer") is not ("bearer" or "basic")) return null;
        var endpoint = options.Text("endpoint", config.Text("defaultEndpoint"));
        var place = Inner(config, "endpoints").Text(endpoint, endpoint);
        var address = place.StartsWith("http", StringComparison.Ordinal) ? place : $"{config.Text("baseUrl").TrimEnd('/')}/{place.TrimStart('/')}";
        if (options.Text("id") is { Length: > 0 } id) address = $"{address.TrimEnd('/')}/{Uri.EscapeDataString(id)}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return null;
        var body = options.Json["body"] is { } given ? $"({given.ToJsonString()})" : null;
        var headers = Inner(config, "headers").Json.Concat(Inner(options, "headers").Json).Where(h => _noSecrets.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
            .GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase).Select(g => KeyValuePair.Create(g.Key, g.Last().Value?.DeepClone()));
        return asks.At(Js.Text(address), auth, method: options.Text("method", "GET").ToUpperInvariant(), content: body).With(new JsonObject([KeyValuePair.Create("Accept", (JsonNode?)"application/json"), .. headers.Where(h => !h.Key.Equals("accept", StringComparison.OrdinalIgnoreCase))]));
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
            "getContents" => $"{repository}/contents/{string.Join('/', options.Text("path").Split('/').Where(p => p.Length > 0).Select(Uri.EscapeDataString))}",
            "searchCode" => $"/search/code?q={Of("query", "")}",
            "searchIssues" => $"/search/issues?q={Of("query", "")}",
            _ => null,
        };
    }

    private static string KeyOf(RedNode source) => $"databinder-{source.Id}";

    private static RedNode Inner(RedNode node, string name) => new(node.Json[name] as JsonObject ?? []);

    private static RedNode? Linker(RedNode node)
    {
        if (node.Json["linker"] is JsonObject given) return new RedNode(given);
        try
        {
            return JsonNode.Parse(node.Text("linker", "null")) is JsonObject read ? new RedNode(read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
