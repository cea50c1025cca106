using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// The nodes of STATUS that ask GitHub, Trello or a language model. Their tokens stand in no flow: what <c>getConfig</c> gives takes their place, unless the caller sends one as he could.
/// </summary>
internal static class ServiceNodes
{
    private const string Trello = "Trello";
    private const string GitHub = "GitHub";

    /// <summary>The first address of a repository among a card's attachments.</summary>
    private const string Repository = "const repository = list => (Array.isArray(list) ? list : []).map(a => String(a?.url ?? '')).find(u => /^https?:\\/\\/(www\\.)?github\\.com\\/[^/]+\\/[^/]+/.test(u));\n";

    public static Converted GitHubCollector(RedNode node, Conversion conversion)
    {
        TellOfConfig(node, conversion, "GitHubToken");
        var (user, repository) = (Encoded(StatusNodes.Setting(node, "username", node.Text("user"))), Encoded(StatusNodes.Setting(node, "repoName", node.Text("repo"))));
        return new Asking(node, GitHub)
            .At($"'https://api.github.com/repos/' + {user} + '/' + {repository} + '/contents/' + {EncodedPath(StatusNodes.Setting(node, "path"))}", GitHubToken("token"), "application/vnd.github+json")
            .Then(Script(node, Asking.Take(GitHub) + "msg.payload = answer.body;\n"));
    }

    public static Converted TrelloCollector(RedNode node, Conversion conversion)
    {
        TellOfConfig(node, conversion, "TrelloKey", "TrelloToken");
        return new Asking(node, Trello)
            .At($"'https://api.trello.com/1/boards/' + {Encoded(StatusNodes.Setting(node, "boardId"))} + '/cards?fields=name&attachments=true'", TrelloToken("key", "token"))
            .Then(Conversion.Script(node, Asking.Take(Trello) + Repository + """
                setVariable('$messages', (Array.isArray(answer.body) ? answer.body : []).map(card => ({ port: 'Done', msg: { ...structuredClone(msg), payload: repository(card.attachments) ?? 'UNKNOWN' } })));
                """));
    }

    public static Converted ProjectToUrl(RedNode node, Conversion conversion)
    {
        TellOfConfig(node, conversion, "TrelloKey", "TrelloToken");
        conversion.Note(NodeRedLevel.Changed, node, "A card without a repository is an error; Node-RED's node sent the text of the error as if it were data.");
        return new Asking(node, Trello).At(Attachments(node), TrelloToken("apiKey", "trelloToken")).Then(Script(node, Asking.Take(Trello) + Repository + """
            const url = repository(answer.body);
            if (url === undefined) throw new Error('The card has no attachment that leads to GitHub.');
            msg.payload = url;

            """));
    }

    public static Converted ExistsUrl(RedNode node, Conversion conversion)
    {
        TellOfConfig(node, conversion, "TrelloKey", "TrelloToken", "GitHubToken");
        conversion.Note(NodeRedLevel.Changed, node, "Looks at the attachments of the card only; msg.payload need not be an address.");
        var (card, repository) = (new Asking(node, Trello, "_card", -240), new Asking(node, GitHub, "_repo", -60));
        card.At(Attachments(node), TrelloToken("apiKey", "trelloToken"));
        repository.At("'https://api.github.com/repos/' + variables.msg.repository", GitHubToken("githubToken"), "application/vnd.github+json");
        var pick = Conversion.Script(node, Asking.Take(Trello) + Repository + """
            const url = repository(answer.body);
            if (url !== undefined) { msg.repository = url.split('/').slice(3, 5).map(part => encodeURIComponent(part.replace(/\.git$/, ''))).join('/'); msg.found = url; }
            setVariable('msg', msg);
            setOutcome(url === undefined ? 'None' : 'Done');
            """, ["Done", "None"], "_pick", -150);
        var verdict = Conversion.Script(node, $$"""
            {{Asking.Take(GitHub, allowsMissing: true)}}const url = msg.found ?? null, result = url !== null && answer.status === 200;
            delete msg.found;
            delete msg.repository;
            if (msg.payload === null || typeof msg.payload !== 'object') msg.payload = { value: msg.payload };
            msg.payload.result = result;
            msg.payload.evidences = [...(msg.payload.evidences ?? []), { id: newGuidString(), key: 'url', value: url, result }];
            setVariable('msg', msg);
            """);
        var (first, last) = ((string)pick["id"]!, (string)verdict["id"]!);
        return new Converted([.. card.Activities, pick, .. repository.Activities, verdict], card.Id, [[(last, "Done")]])
        {
            Inner = [.. card.To(first), (first, "Done", repository.Id), (first, "None", last), .. repository.To(last)],
        };
    }

    public static Converted Ai(RedNode node, Conversion conversion)
    {
        const string Model = "The language model";
        TellOfConfig(node, conversion, "GeminiKey");
        conversion.Note(NodeRedLevel.Changed, node, "Each question is asked by itself: Node-RED's node kept one history for all users and runs. topK is left out.");
        var input = node.Text("userInput");
        var question = node.Text("aiPayloadType") == "property" && Js.Path(input) is { } path
            ? $"{path}.reduce((o, k) => o === null || o === undefined ? undefined : o[k], variables.msg)"
            : StatusNodes.Setting(node, "userInput");
        string Number(string name, string otherwise) => $"Number({StatusNodes.Setting(node, name, otherwise)})";
        return new Asking(node, Model)
            .At(
                "'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions'",
                "(t => t ? 'Bearer ' + t : null)(variables.msg.req?.body?.apiKey ?? getConfig('GeminiKey'))",
                method: "POST",
                content: $$"""
                    (q => ({ model: {{StatusNodes.Setting(node, "model", "gemini-2.5-flash")}}, max_tokens: {{Number("maxTokens", "200")}}, temperature: {{Number("temperature", "0.7")}}, top_p: {{Number("topP", "0.9")}},
                      messages: [{ role: 'system', content: ['Answer in English.', {{StatusNodes.Setting(node, "systemPrompt")}}].filter(t => t !== '').join(' ') }, { role: 'user', content: typeof q === 'string' ? q : JSON.stringify(q ?? '') }] }))({{question}})
                    """)
            .Then(Script(node, Asking.Take(Model) + """
                const text = answer.body?.choices?.[0]?.message?.content;
                if (typeof text !== 'string') throw new Error('The language model gave no text.');
                if (msg.payload === null || typeof msg.payload !== 'object') msg.payload = {};
                msg.payload.payload = text;

                """));
    }

    /// <summary>A script that sends the message on.</summary>
    public static JsonObject Script(RedNode node, string body) => Conversion.Script(node, body + "setVariable('msg', msg);\n");

    /// <summary>A token of GitHub as a header: from the caller under the setting's name, else from the host's configuration.</summary>
    public static string GitHubToken(string setting) => $"(t => t ? 'Bearer ' + t : null)(variables.msg.req?.body?.{setting} ?? getConfig('GitHubToken'))";

    public static string Encoded(string expression) => $"encodeURIComponent({expression})";

    public static string EncodedPath(string expression) => $"String({expression}).split('/').filter(p => p !== '').map(encodeURIComponent).join('/')";

    public static void TellOfConfig(RedNode node, Conversion conversion, params ReadOnlySpan<string> names) => conversion.Note(
        NodeRedLevel.Changed, node, $"What it signs in with is not taken from the flow: it comes from the host's configuration.", $"Set {string.Join(", ", names.ToArray().Select(n => $"Status:Scripts:Config:{n}"))}.");

    private static string Attachments(RedNode node) => $"'https://api.trello.com/1/cards/' + {Encoded(StatusNodes.Setting(node, "cardId"))} + '/attachments'";

    private static string TrelloToken(string key, string token) =>
        $"((k, t) => k && t ? `OAuth oauth_consumer_key=\"${{k}}\", oauth_token=\"${{t}}\"` : null)(variables.msg.req?.body?.{key} ?? getConfig('TrelloKey'), variables.msg.req?.body?.{token} ?? getConfig('TrelloToken'))";
}
