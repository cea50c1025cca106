using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>
/// The databinder: one request for each data source, in their order, and a script that puts the answers together.
/// </summary>
internal static class BinderNode
{
    public static Converted Convert(RedNode node, Conversion conversion)
    {
        if (Linker(node) is not { } linker) return conversion.NotConverted(node, "Its linker cannot be read as JSON.", "Use HTTP Request.");
        var wanted = node.Text("datasourceId", "all");
        var sources = linker.Items("datasources").Where(d => wanted == "all" || d.Id == wanted).ToArray();
        if (sources.Length == 0) return conversion.NotConverted(node, $"Its linker has no data source '{wanted}'.", "Use HTTP Request.");
        if (node.Text("responseFormat", "full") != "full") return conversion.NotConverted(node, "It gives its answer in parts.", "Choose the format full and put Split Message behind it.");
        var asked = new List<(Asking Request, string? Reading)>();
        foreach (var (i, source) in sources.Index())
        {
            var method = linker.Items("datasourceConfigs").FirstOrDefault(c => c.Id == source.Id)?.Json["methodConfig"] as JsonObject ?? [];
            var otherwise = linker.Text("defaultMethodName", node.Text("methodName", "default"));
            if (BinderSource.Write(source, new RedNode(method), new Asking(node, source.Id, $"_ask{i}", -180 * (sources.Length - i)), otherwise) is not { } request)
                return conversion.NotConverted(node, $"Its data source '{source.Id}' ({source.Text("definitionId")}, {new RedNode(method).Text("methodName", otherwise)}) is none that can be asked as it is set.", "Use HTTP Request, or HTTP Request (signed in).");
            asked.Add(request);
        }

        conversion.Note(
            NodeRedLevel.Changed, node, "What it signs in with is not taken from the flow, and headers that may be secrets are left out.",
            string.Join(" ", sources.Select(s => $"Set Status:Scripts:Config:{BinderSource.KeyOf(s)} to {BinderSource.SecretOf(s)}.")));
        return Together(node, sources, asked, wanted);
    }

    private static Converted Together(RedNode node, RedNode[] sources, List<(Asking Request, string? Reading)> asked, string wanted)
    {
        var takes = sources.Select((s, i) =>
        {
            var take = Conversion.Script(node, $$"""
                {{Js.Helpers}}const answer = msg.{{Asking.Member}} ?? {};
                delete msg.{{Asking.Member}};
                {{(asked[i].Reading is { } reading ? $"if (answer.status < 400) {{ {reading}answer.body = body; }}" : "")}}
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
        var xml = new List<JsonObject>();
        foreach (var (i, (request, reading)) in asked.Index())
        {
            // A source that cannot be reached is an answer too: the node never failed.
            inner.AddRange([(request.Id, "Failed to connect", last), (request.Id, "Timeout", last), (takes[i].Id, "Failed", last)]);
            if (request.SignsIn) inner.Add((request.Id, "Not signed in", takes[i].Id));
            inner.Add((takes[i].Id, "Done", i + 1 < asked.Count ? asked[i + 1].Request.Id : last));
            if (reading is null)
            {
                inner.Add((request.Id, "Done", takes[i].Id));
                continue;
            }

            var parse = Conversion.Activity(node, "Status.ConvertXml", $"_xml{i}", -60, -30);
            Conversion.Computed(parse, "value", $"(a => a?.status < 400 ? a.body : null)(variables.msg.{Asking.Member})");
            xml.Add(Conversion.Fill(parse, ($"{Asking.Member}.body", "Result")));
            inner.AddRange([(request.Id, "Done", (string)parse["id"]!), ((string)parse["id"]!, "Done", takes[i].Id)]);
        }

        return new Converted([.. asked.Select(a => a.Request.Activities[0]), .. xml, .. takes.Select(t => t.Activity), end], asked[0].Request.Id, [[(last, "Done")]]) { Inner = inner };
    }

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
