using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Import.NodeRed;
using Status.Workflows.Json;
using Status.Workflows.Model.Data;
using Status.Workflows.Testing;

namespace Status.Activities.Tests.NodeRed;

/// <summary>The nodes of STATUS that ask other systems, converted and run against a network that answers what those systems answer; and catch nodes behind whatever can fault.</summary>
public sealed class ServiceNodesTests
{
    private const string Keep = """{"id":"k","type":"function","z":"t","outputs":0,"func":"flow.set('all', [...(flow.get('all') || []), msg.payload]);","wires":[]}""";
    private const string Heard = """{"id":"h","type":"catch","z":"t","scope":null,"wires":[["e"]]},{"id":"e","type":"function","z":"t","outputs":0,"func":"flow.set('all', [{ heard: msg.error.message, from: msg.error.source.id, kept: msg.payload }]);","wires":[]}""";
    private const string Card = """{"method":"GET","url":"https://api.trello.com/1/cards/c%201/attachments","answer":{"body":[{"url":"https://example.com"},{"url":"https://github.com/org/repo.git"}]}}""";

    public static TheoryData<string, string, string, string> Nodes() => new()
    {
        {
            """{"type":"github-collector","username":"org","repoName":"repo","path":"docs/a b"}""", """{"payload":0}""",
            """[{"method":"GET","url":"https://api.github.com/repos/org/repo/contents/docs/a b","answer":{"body":[{"name":"x.md"}]}}]""", """[[{"name":"x.md"}]]"""
        },
        {
            """{"type":"trello-collector","boardId":"b1"}""", """{"payload":0}""",
            """[{"url":"https://api.trello.com/1/boards/b1/cards?fields=name&attachments=true","answer":{"body":[{"attachments":[{"url":"https://github.com/o/r"}]},{"attachments":[]}]}}]""", """["https://github.com/o/r","UNKNOWN"]"""
        },
        { """{"type":"project-to-url","cardId":"c 1"}""", """{"payload":0}""", $"[{Card.Replace("c%201", "*")}]", """["https://github.com/org/repo.git"]""" },
        {
            """{"type":"exists-url","urlType":"GitHub","cardId":"c 1"}""", """{"payload":{"a":1}}""",
            $$$$"""[{{{{Card.Replace("c%201", "*")}}}},{"url":"https://api.github.com/repos/org/repo","answer":{"body":{"id":1}}}]""", """[{"a":1,"result":true,"evidences":{"$length":1}}]"""
        },
        {
            """{"type":"exists-url","urlType":"GitHub","cardId":"c 1"}""", """{"payload":{}}""",
            $$$$"""[{{{{Card.Replace("c%201", "*")}}}},{"url":"https://api.github.com/repos/org/repo","answer":{"status":404,"body":{}}}]""", """[{"result":false}]"""
        },
        { """{"type":"exists-url","cardId":"c"}""", """{"payload":{}}""", """[{"url":"https://api.trello.com/*","answer":{"body":[]}}]""", """[{"result":false}]""" },
        {
            """{"type":"url-to-doc","valueType":"GithubUrl","user":"o","repo":"r","path":"docs","docName":"sla.txt"}""", """{"payload":0}""",
            """[{"url":"https://api.github.com/repos/o/r/contents/docs/sla.txt","answer":{"body":{"encoding":"base64","content":"IyBHb2Fs\ncw=="}}}]""", """["# Goals"]"""
        },
        { """{"type":"url-to-doc","valueType":"URL","url":"https://x.example/a.txt"}""", """{"payload":0}""", """[{"url":"https://x.example/a.txt","answer":{"body":"Goals"}}]""", """["Goals"]""" },
        {
            """{"type":"exists-section-in-doc","valueType":"URL","url":"https://x.example/a.txt","section":"2. Goals"}""", """{"payload":{}}""",
            """[{"url":"https://x.example/a.txt","answer":{"body":"1. Why\n2. Goals\n"}}]""", """[{"result":true,"evidences":{"$length":1}}]"""
        },
        {
            """{"type":"exists-section-in-doc","valueType":"URL","url":"https://x.example/a.txt","section":"2. Goals"}""", """{"payload":{},"req":{"body":{"section":"3."}}}""",
            """[{"url":"https://x.example/a.txt","answer":{"body":"1. Why\n2. Goals\n"}}]""", """[{"result":false}]"""
        },
        {
            """{"type":"csv-reader","path":"data/people.csv"}""", """{"payload":0}""",
            """[{"url":"https://files.example/csv/data/people.csv","answer":{"body":"name,zip\n\"Ann, B\",01\nCy,2\n"}}]""", """[{"name":"Ann, B","zip":"01"},{"name":"Cy","zip":"2"},null]"""
        },
        {
            """{"type":"ai-response","userInput":"payload.q","aiPayloadType":"property","systemPrompt":"Be brief."}""", """{"payload":{"q":"Why?"}}""",
            """[{"method":"POST","url":"https://generativelanguage.googleapis.com/v1beta/openai/chat/completions","answer":{"body":{"choices":[{"message":{"content":"Because."}}]}}}]""", """[{"q":"Why?","payload":"Because."}]"""
        },
        {
            """{"type":"databinder","datasourceId":"all","linker":"{\"datasources\":[{\"id\":\"users\",\"definitionId\":\"rest-api\",\"config\":{\"baseUrl\":\"https://u.example/api\",\"endpoints\":{\"list\":\"/users\"},\"defaultEndpoint\":\"list\",\"headers\":{\"X-Key\":\"secret\"}}},{\"id\":\"gh\",\"definitionId\":\"github-api\",\"config\":{\"defaultOrg\":\"o\",\"defaultRepo\":\"r\",\"personalAccessToken\":\"secret\"}}],\"datasourceConfigs\":[{\"id\":\"gh\",\"methodConfig\":{\"methodName\":\"getIssues\"}}]}"}""",
            """{"payload":0}""", """[{"url":"https://u.example/api/users","answer":{"body":[1,2]}},{"url":"https://api.github.com/repos/o/r/issues","answer":{"body":[{"n":1}]}}]""",
            """[{"result":true,"data":{"users":[1,2],"gh":[{"n":1}]},"metadata":{"datasourceId":"all","responseFormat":"full"}}]"""
        },
        {
            """{"type":"databinder","datasourceId":"a","linker":{"datasources":[{"id":"a","definitionId":"rest-api","config":{"baseUrl":"https://a.example"}}]}}""", """{"payload":0}""",
            """[{"url":"https://a.example/*","answer":{"status":503,"body":"no"}}]""", """[{"result":false,"error":"a answered with status 503."}]"""
        },
        {
            """{"type":"databinder","datasourceId":"a","linker":{"datasources":[{"id":"a","definitionId":"rest-api","config":{"baseUrl":"https://a.example"}}]}}""", """{"payload":0}""",
            """[{"url":"https://a.example/*","answer":{"fails":"connection"}}]""", """[{"result":false,"error":"a could not be reached."}]"""
        },
        { """{"type":"log-getter","logUrl":"https://l.example/log.json"}""", """{"payload":0}""", """[{"url":"https://l.example/log.json","answer":{"body":"{\"trace\":[{\"event\":[]}]}"}}]""", """[{"trace":[{"event":[]}]}]""" },
        {
            """{"type":"log-getter","logUrl":"https://l.example/log.xes"}""", """{"payload":0}""",
            """[{"url":"https://l.example/log.xes","answer":{"body":"<log><trace><string key=\"concept:name\" value=\"1\"/></trace></log>"}}]""", """[{"log":{"trace":{"$match":"^.{3}string.:.{3}\\$.:.{2}key.:.concept:name"}}}]"""
        },
    };

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task ServiceNode_ConvertedAndRun_SendsWhatItsContractSays(string node, string message, string http, string payloads)
    {
        // The log is a member of its own.
        var keep = node.Contains("log-getter", StringComparison.Ordinal) ? Keep.Replace("msg.payload", "msg.log", StringComparison.Ordinal) : Keep;
        await ProveAsync($$"""[{"id":"t","type":"tab","label":"One node"},{{At(node)}},{{keep}}]""", message, http, payloads);
    }

    [Fact]
    public async Task ServiceNode_WithATokenInItsFlow_SendsTheHostsInstead()
    {
        using var services = Services();
        var import = services.GetRequiredService<NodeRedImporter>().Convert($$"""[{"id":"t","type":"tab","label":"One"},{{At("""{"type":"github-collector","username":"o","repoName":"r","token":"from-the-flow"}""")}},{{Keep}}]""");
        Assert.DoesNotContain("from-the-flow", import.Flows[0].Definition.ToJsonString(), StringComparison.Ordinal);
        await ProveAsync(
            $$"""[{"id":"t","type":"tab","label":"One"},{{At("""{"type":"github-collector","username":"o","repoName":"r"}""")}},{{Keep}}]""", """{"payload":0}""",
            """[{"url":"*","answer":{"body":[]}}]""", """[[]]""", """[{"url":"https://api.github.com/*","headers":{"Authorization":"Bearer from-the-host"},"count":1}]""");
    }

    [Fact]
    public void Databinder_WithSourcesThatSignInElsewhere_IsNotConverted()
    {
        using var services = Services();
        var import = services.GetRequiredService<NodeRedImporter>().Convert(
            """[{"id":"t","type":"tab","label":"B"},{"id":"n","z":"t","type":"databinder","linker":{"datasources":[{"id":"a","definitionId":"microsoft-graph","config":{}}]},"wires":[[]]}]""");
        Assert.Contains(import.Notes, n => n is { Level: NodeRedLevel.NotConverted, NodeId: "n" } && n.Advice.Length > 0);
    }

    /// <summary>What faults: no good status, no connection, a broken text, settings that make no sense.</summary>
    [Theory]
    [InlineData("""{"type":"github-collector","username":"o","repoName":"r"}""", """[{"url":"*","answer":{"status":404,"body":{}}}]""", "GitHub answered with status 404")]
    [InlineData("""{"type":"github-collector","username":"o","repoName":"r"}""", """[{"url":"*","answer":{"fails":"connection"}}]""", "GitHub could not be reached.")]
    [InlineData("""{"type":"project-to-url","cardId":"c"}""", """[{"url":"*","answer":{"body":[]}}]""", "The card has no attachment that leads to GitHub.")]
    [InlineData("""{"type":"url-to-doc","valueType":"URL","url":"https://x.example/a.pdf"}""", """[{"url":"*","answer":{"body":"%PDF-1.7"}}]""", "The document is a PDF; only texts can be read.")]
    [InlineData("""{"type":"log-getter","logUrl":"https://l.example/x"}""", """[{"url":"*","answer":{"status":500,"body":"no"}}]""", "The log was answered with status 500")]
    [InlineData("""{"type":"log-getter","logUrl":"not an address"}""", "[]", "is not an absolute http or https address")]
    [InlineData("""{"type":"xml","property":"payload"}""", "[]", "", "<a><b></a>")]
    [InlineData("""{"type":"json","property":"payload","action":"obj"}""", "[]", "", "{")]
    [InlineData("""{"type":"function","outputs":1,"func":"while (true) { }"}""", "[]", "")]
    [InlineData("""{"type":"change","rules":[{"t":"change","p":"payload","pt":"msg","from":"(","fromt":"re","to":"0","tot":"str"}]}""", "[]", "", "x")]
    public async Task CatchNode_WithAnyNodeThatFaults_HearsOfItAndTheRunHasNoIncident(string node, string http, string heard, string payload = "in")
    {
        using var services = Services();
        var import = services.GetRequiredService<NodeRedImporter>().Convert($$"""[{"id":"t","type":"tab","label":"Caught"},{{At(node)}},{{Keep}},{{Heard}}]""");
        Assert.DoesNotContain(import.Notes, n => n.Level == NodeRedLevel.NotConverted);
        var message = new JsonObject { ["payload"] = payload }.ToJsonString();
        await RunAsync(services, import, message, http, new JsonObject { ["all"] = new JsonArray(new JsonObject { ["heard"] = new JsonObject { ["$match"] = System.Text.RegularExpressions.Regex.Escape(heard) }, ["from"] = "n", ["kept"] = payload }) }, "[]");
    }

    [Fact]
    public async Task CatchNode_ForWhatNobodyElseHears_IsSilentWhereAnotherHears()
    {
        using var services = Services();
        var import = services.GetRequiredService<NodeRedImporter>().Convert($$"""
            [{"id":"t","type":"tab","label":"Two"},{{At("""{"type":"xml","property":"payload"}""")}},{{Keep}},
             {"id":"h1","type":"catch","z":"t","scope":["n"],"uncaught":false,"wires":[["e1"]]},{"id":"h2","type":"catch","z":"t","scope":null,"uncaught":true,"wires":[["e2"]]},
             {"id":"e1","type":"function","z":"t","outputs":0,"func":"flow.set('first', 1);","wires":[]},{"id":"e2","type":"function","z":"t","outputs":0,"func":"flow.set('second', 1);","wires":[]}]
            """);
        await RunAsync(services, import, """{"payload":"<a>"}""", "[]", new JsonObject { ["first"] = 1, ["second"] = new JsonObject { ["$exists"] = false } }, "[]");
    }

    [Fact]
    public async Task ConvertXml_WithPackedBytes_UnpacksThemWithinItsLimit()
    {
        using var services = Services();
        var definition = DefinitionJson.Read("""
            {"definitionId":"x","name":"x","variables":[{"id":"v","name":"v","typeName":"Object"}],"root":{"id":"s","type":"Elsa.Sequence","activities":[
              {"id":"c","type":"Status.ConvertXml","value":{"typeName":"Object","expression":{"type":"JavaScript","value":"bytesFromBase64(getInput('packed'))"}},"result":{"typeName":"Object","memoryReference":{"id":"v"}}}]}}
            """).Definition!;
        var (good, huge) = (Packed("<a><b>1</b></a>"), Packed("<a>" + new string(' ', 9 << 20) + "</a>"));
        var cases = TestCases.Read(DataJson.Parse($$$$$$"""
            [{"name":"good","trigger":{"input":{"packed":"{{{{{{good}}}}}}"}},"expect":{"status":"Finished","variables":{"v":{"a":{"b":["1"]}}}}},
             {"name":"huge","trigger":{"input":{"packed":"{{{{{{huge}}}}}}"}},"expect":{"status":"Faulted"}}]
            """)).Cases;
        var report = await services.GetRequiredService<TestSuite>().RunAsync(definition, cases, TestSurroundings.None);
        Assert.All(report.Cases, c => Assert.True(c.Passed, string.Join('\n', c.Differences)));
        Assert.Equal(2, report.Cases.Count);
    }

    private static string Packed(string text)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) packed.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(bytes.ToArray());
    }

    private static string At(string node)
    {
        var json = JsonNode.Parse(node)!.AsObject();
        (json["id"], json["z"], json["x"], json["y"], json["wires"]) = ("n", "t", 100, 100, new JsonArray(new JsonArray("k")));
        return json.ToJsonString();
    }

    private static async Task ProveAsync(string flows, string message, string http, string payloads, string sent = "[]")
    {
        using var services = Services();
        var import = services.GetRequiredService<NodeRedImporter>().Convert(flows);
        Assert.Null(import.Problem);
        Assert.DoesNotContain(import.Notes, n => n.Level == NodeRedLevel.NotConverted);
        await RunAsync(services, import, message, http, new JsonObject { ["all"] = JsonNode.Parse(payloads) }, sent);
    }

    private static async Task RunAsync(ServiceProvider services, NodeRedImport import, string message, string http, JsonObject flow, string sent)
    {
        var definition = DefinitionJson.Read(import.Flows[0].Definition.ToJsonString()).Definition!;
        var cases = new JsonArray(new JsonObject
        {
            ["name"] = "one message",
            ["trigger"] = new JsonObject { ["input"] = JsonNode.Parse(message) },
            ["mocks"] = new JsonObject { ["http"] = JsonNode.Parse(http) },
            ["expect"] = new JsonObject { ["status"] = "Finished", ["variables"] = new JsonObject { ["flow"] = flow }, ["http"] = JsonNode.Parse(sent) },
        });
        var (read, problems) = TestCases.Read(DataJson.Parse(cases.ToJsonString()));
        Assert.Empty(problems);
        var surroundings = TestSurroundings.None with
        {
            Configure = s => s.Configure<ScriptSettings>(o =>
            {
                foreach (var (name, value) in new[] { ("GitHubToken", "from-the-host"), ("TrelloKey", "k"), ("TrelloToken", "t"), ("CsvFiles", "https://files.example/csv/") }) o.Config[name] = value;
            }),
        };
        var report = await services.GetRequiredService<TestSuite>().RunAsync(definition, read, surroundings);
        Assert.Empty(report.Problems);
        var result = Assert.Single(report.Cases);
        Assert.True(result.Passed, string.Join('\n', result.Differences) + "\n" + string.Join('\n', result.Trace));
    }

    private static ServiceProvider Services() => new ServiceCollection().AddWorkflowEngine().AddActivitiesFrom(typeof(ActivitySchemas).Assembly).BuildServiceProvider();
}
