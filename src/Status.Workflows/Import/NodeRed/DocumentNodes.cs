namespace Status.Workflows.Import.NodeRed;

/// <summary>The nodes of STATUS that fetch documents, logs and tables.</summary>
internal static class DocumentNodes
{
    private const string Sender = "The document's server";

    public static Converted ToText(RedNode node, Conversion conversion) => Fetch(node, conversion).Then(ServiceNodes.Script(node, TextOf + "msg.payload = text;\n"));

    public static Converted ExistsSection(RedNode node, Conversion conversion)
    {
        conversion.Note(NodeRedLevel.Changed, node, "msg.payload.result is true or false, where Node-RED's node gave a text, and for PDF the document itself.");
        return Fetch(node, conversion).Then(ServiceNodes.Script(node, $$"""
            {{TextOf}}const section = String({{StatusNodes.Setting(node, "section")}}), result = section !== '' && text.includes(section);
            if (msg.payload === null || typeof msg.payload !== 'object') msg.payload = { value: msg.payload };
            msg.payload.result = result;
            msg.payload.evidences = [...(msg.payload.evidences ?? []), { id: newGuidString(), key: 'section', value: section, result }];

            """));
    }

    /// <summary>A log in JSON or XES (XML), also packed.</summary>
    public static Converted Log(RedNode node, Conversion conversion)
    {
        var load = Conversion.Activity(node, "Elsa.DownloadHttpFile", "_load", -180, -30);
        Conversion.Computed(load, "url", StatusNodes.Setting(node, "logUrl", node.Text("url")));
        Conversion.Fill(load, ("log", "Result"), ("logStatus", "StatusCode"));
        var read = Conversion.Activity(node, "Status.ConvertXml", "_read", -90, -30);
        Conversion.Computed(read, "value", "((m) => { if (m.logStatus >= 400) throw new Error('The log was answered with status ' + m.logStatus); return m.log.content; })(variables.msg)");
        Conversion.Fill(read, ("log", "Result"));
        var failed = Conversion.Script(node, "throw new Error('The log could not be loaded.');", null, "_none", -180);
        var parse = ServiceNodes.Script(node, $"{Js.Helpers}delete msg.logStatus;\nif (typeof msg.log === 'string') msg.log = JSON.parse(msg.log);\n");
        var (first, second, third, none) = ((string)load["id"]!, (string)read["id"]!, (string)parse["id"]!, (string)failed["id"]!);
        return new Converted([load, read, failed, parse], first, [[(third, "Done")]])
        {
            Inner = [(first, "Done", second), (second, "Done", third), (first, "Failed to connect", none), (first, "Timeout", none)],
        };
    }

    public static Converted Csv(RedNode node, Conversion conversion)
    {
        conversion.Note(
            NodeRedLevel.Changed, node, "Workflows read no files of their host: the table is fetched, from its path when that is a web address, else from below an address of the host's configuration.",
            "Put the file where HTTP serves it and set Status:Scripts:Config:CsvFiles to that folder's address.");
        var asks = new Asking(node, "The table's server", "_ask", -240);
        asks.At(
            $$"""(p => /^https?:\/\//.test(p) ? p : (b => { if (!b) throw new Error('Status:Scripts:Config:CsvFiles is not set.'); return b.replace(/\/+$/, '') + '/' + {{ServiceNodes.EncodedPath("p")}}; })(getConfig('CsvFiles')))(String({{StatusNodes.Setting(node, "path", node.Text("filePath"))}}))""",
            null, "text/csv, text/plain, */*");
        var take = ServiceNodes.Script(node, Asking.Take("The table's server") + "msg.payload = String(answer.body ?? '');\n");
        (take["id"], take["name"], take["nodeId"]) = ($"{take["id"]}_take", $"{take["name"]}_take", $"{take["nodeId"]}_take");
        var read = Conversion.Literal(Conversion.Computed(Conversion.Activity(node, "Status.ConvertCsv", "_read", -60, -30), "value", "variables.msg.payload"), "readNumbers", false);
        Conversion.Fill(read, ("payload", "Result"));
        var send = Conversion.Script(node, $$"""
            {{Js.Helpers}}const rows = (Array.isArray(msg.payload) ? msg.payload : []).map(row => ({ port: 'Done', msg: { ...structuredClone({ ...msg, payload: null }), payload: row } }));
            setVariable('$messages', [...rows, { port: 'Done', msg: { ...msg, payload: null, complete: true } }]);
            """);
        var (first, second, third) = ((string)take["id"]!, (string)read["id"]!, (string)send["id"]!);
        return new Converted([.. asks.Activities, take, read, send], asks.Id, [[(third, "Done")]]) { Inner = [.. asks.To(first), (first, "Done", second), (second, "Done", third)] };
    }

    /// <summary>The text of the answer: GitHub's come as Base64 in JSON, others as they are.</summary>
    private static string TextOf => Asking.Take(Sender) + """
        const body = answer.body, text = typeof body === 'string' ? body : body?.encoding === 'base64' ? stringFromBase64(String(body.content).replace(/\s/g, '')) : JSON.stringify(body ?? '');
        if (text.startsWith('%PDF')) throw new Error('The document is a PDF; only texts can be read.');

        """;

    private static Asking Fetch(RedNode node, Conversion conversion)
    {
        ServiceNodes.TellOfConfig(node, conversion, "GitHubToken");
        var names = $"[{StatusNodes.Setting(node, "path")}, {StatusNodes.Setting(node, "docName")}].filter(p => p !== '').join('/')";
        var (user, repository) = (ServiceNodes.Encoded(StatusNodes.Setting(node, "user", node.Text("username"))), ServiceNodes.Encoded(StatusNodes.Setting(node, "repo", node.Text("repoName"))));
        const string FromGitHub = "(k => String(k).toLowerCase().startsWith('github'))";
        var kind = StatusNodes.Setting(node, "valueType", "URL");
        if (node.Text("docName").EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)) conversion.Note(NodeRedLevel.Changed, node, "A PDF ends with an error: only texts can be read.", "Keep a text beside it and name that.");
        return new Asking(node, Sender).At(
            $"{FromGitHub}({kind}) ? 'https://api.github.com/repos/' + {user} + '/' + {repository} + '/contents/' + {ServiceNodes.EncodedPath(names)} : ({StatusNodes.Setting(node, "url")} || String(variables.msg.payload?.url ?? variables.msg.payload))",
            $"{FromGitHub}({kind}) ? {ServiceNodes.GitHubToken("githubToken")} : null", "application/vnd.github+json, text/plain, */*");
    }
}
