using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Workflows;
using Status.Workflows.Import.NodeRed;
using Status.Workflows.Json;
using Status.Workflows.Model.Data;
using Status.Workflows.Testing;

namespace Status.Activities.Tests.NodeRed;

/// <summary>
/// Each kind of node, converted and run alone on one message: what comes out of its first output is compared, payload by payload. What core nodes do was read from Node-RED 5.0.7; the nodes of
/// STATUS do what their documentation promises.
/// </summary>
public sealed class NodeRedNodesTests
{
    private const string Events = """
        "events":[{"string":[{"$":{"key":"concept:name","value":"A"}}],"date":[{"$":{"key":"time:timestamp","value":"2026-01-01T10:00:00Z"}}]},
                  {"string":[{"$":{"key":"concept:name","value":"B"}}],"date":[{"$":{"key":"time:timestamp","value":"2026-01-01T10:00:30Z"}}]}]
        """;

    private static readonly string[] _library =
    [
        "status-storer", "filter-scope", "databinder", "response", "coexistence", "responded-existence", "chain-response", "and", "or", "implies", "lesser-than", "if-else", "check-property", "exists-pipe",
        "exists-section-in-doc", "exists-url", "has-activity", "is-valid-url", "filter-by", "filter-by-date", "group-by", "find-object", "get-property-value", "get-kv-property", "last-timestamp", "csv-reader",
        "github-collector", "log-getter", "log-trace", "trello-collector", "project-to-url", "url-to-doc", "ai-response",
    ];

    public static TheoryData<string, string, string> Nodes() => new()
    {
        { """{"type":"change","rules":[{"t":"set","p":"payload.a.b[0].c","pt":"msg","to":"x","tot":"str"}]}""", """{"payload":{}}""", """[{"a":{"b":[{"c":"x"}]}}]""" },
        { """{"type":"change","rules":[{"t":"change","p":"payload","pt":"msg","from":"o+","fromt":"re","to":"0","tot":"str"}]}""", """{"payload":"foo boo"}""", """["f0 b0"]""" },
        { """{"type":"change","rules":[{"t":"change","p":"payload","pt":"msg","from":"7","fromt":"num","to":"8","tot":"num"}]}""", """{"payload":7}""", """[8]""" },
        { """{"type":"change","rules":[{"t":"move","p":"topic","pt":"msg","to":"payload.topic","tot":"msg"},{"t":"delete","p":"payload.x","pt":"msg"}]}""", """{"topic":"t","payload":{"x":1}}""", """[{"topic":"t"}]""" },
        { """{"type":"change","rules":[{"t":"set","p":"n","pt":"flow","to":"payload","tot":"msg"},{"t":"set","p":"payload","pt":"msg","to":"n","tot":"flow"}]}""", """{"payload":5}""", """[5]""" },
        { """{"type":"change","rules":[{"t":"set","p":"payload","pt":"msg","to":"payload.deep","tot":"jsonata"}]}""", """{"payload":{"deep":1}}""", """[1]""" },
        { """{"type":"switch","property":"payload","propertyType":"msg","checkall":"true","rules":[{"t":"istype","v":"number","vt":"number"}]}""", """{"payload":1}""", """[1]""" },
        { """{"type":"switch","property":"payload","propertyType":"msg","checkall":"true","rules":[{"t":"istype","v":"number","vt":"number"}]}""", """{"payload":"1"}""", """[]""" },
        { """{"type":"switch","property":"payload","propertyType":"msg","checkall":"true","rules":[{"t":"eq","v":"1","vt":"num"}]}""", """{"payload":"1"}""", """["1"]""" },
        { """{"type":"switch","property":"payload","propertyType":"msg","checkall":"true","rules":[{"t":"hask","v":"a","vt":"str"}]}""", """{"payload":{"a":null}}""", """[{"a":null}]""" },
        { """{"type":"switch","property":"payload","propertyType":"msg","checkall":"true","rules":[{"t":"empty"}]}""", """{"payload":[]}""", """[[]]""" },
        { """{"type":"range","minin":"0","maxin":"10","minout":"0","maxout":"100","action":"clamp","round":false,"property":"payload"}""", """{"payload":12}""", """[100]""" },
        { """{"type":"range","minin":"0","maxin":"10","minout":"0","maxout":"100","action":"drop","round":false,"property":"payload"}""", """{"payload":12}""", """[]""" },
        { """{"type":"range","minin":"0","maxin":"10","minout":"0","maxout":"100","action":"roll","round":true,"property":"payload"}""", """{"payload":12}""", """[20]""" },
        { """{"type":"json","property":"payload","action":"obj"}""", """{"payload":"{\"a\":[1]}"}""", """[{"a":[1]}]""" },
        { """{"type":"json","property":"payload","action":""}""", """{"payload":{"a":1}}""", """["{\"a\":1}"]""" },
        { """{"type":"template","field":"payload","fieldType":"msg","syntax":"plain","output":"str","template":"{{payload}}"}""", """{"payload":1}""", """["{{payload}}"]""" },
        { """{"type":"template","field":"payload","fieldType":"msg","syntax":"mustache","output":"json","template":"[{{#payload}}\"{{.}}\",{{/payload}}0]"}""", """{"payload":["a","b"]}""", """[["a","b",0]]""" },
        { """{"type":"split","splt":",","spltType":"str","arraySplt":1,"arraySpltType":"len"}""", """{"payload":"a,b"}""", """["a","b"]""" },
        { """{"type":"split","splt":",","spltType":"str","arraySplt":2,"arraySpltType":"len"}""", """{"payload":[1,2,3]}""", """[[1,2],[3]]""" },
        { """{"type":"split","splt":",","spltType":"str","arraySplt":1,"arraySpltType":"len"}""", """{"payload":7}""", """[]""" },
        { """{"type":"xml","property":"payload","attr":"","chr":""}""", """{"payload":{"a":{"$":{"x":"1"},"b":["2","3"]}}}""", """["<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><a x=\"1\"><b>2</b><b>3</b></a>"]""" },
        { """{"type":"csv","sep":";","hdrin":"","hdrout":"none","multi":"one","temp":"","strings":true}""", """{"payload":"1;x\n2;y"}""", """[{"col1":1,"col2":"x"},{"col1":2,"col2":"y"}]""" },
        { """{"type":"delay","pauseType":"delayv","timeout":"1","timeoutUnits":"seconds"}""", """{"payload":1,"delay":90061500}""", """[1]""" },
        { """{"type":"trigger","op1":"1","op1type":"num","op2":"0","op2type":"num","duration":"5","units":"min","extend":false,"bytopic":"all"}""", """{"payload":9}""", """[1,0]""" },
        { """{"type":"function","outputs":1,"func":"return [[{payload:1},{payload:2}]];"}""", """{"payload":0}""", """[1,2]""" },
        { """{"type":"function","outputs":1,"func":"context.set('n', (context.get('n') || 0) + 1); const [a, ...rest] = [1, 2, 3]; msg.payload = { n: context.get('n'), rest, c: RED.util.cloneMessage({ x: 1 }) }; return msg;"}""", """{"payload":0}""", """[{"n":1,"rest":[2,3],"c":{"x":1}}]""" },
        { """{"type":"junction"}""", """{"payload":1}""", """[1]""" },
        { """{"type":"check-property","propertyToCheck":"color","expectedValue":"red"}""", """{"payload":{"color":"red"}}""", """[{"color":"red","result":true,"evidences":{"$length":1}}]""" },
        { """{"type":"check-property","propertyToCheck":"color","expectedValue":"red"}""", """{"payload":{"color":"red"},"req":{"body":{"expectedValue":"blue"}}}""", """[{"result":false}]""" },
        { """{"type":"is-valid-url","property":"link"}""", """{"payload":{"link":"https://example.com/a"}}""", """[{"result":true}]""" },
        { """{"type":"if-else"}""", """{"payload":{"result":true}}""", """[{"result":true}]""" },
        { """{"type":"if-else"}""", """{"payload":{"result":false}}""", """[]""" },
        { """{"type":"lesser-than","lesserProperty":"n","bValue":"5"}""", """{"payload":{"n":3}}""", """[{"result":true}]""" },
        { """{"type":"exists-pipe","count":"2"}""", """{"payload":{"events":[1,2]}}""", """[{"result":true,"evidences":{"$length":1}}]""" },
        { """{"type":"has-activity","conceptName":"b"}""", $$"""{"payload":{{{Events}}} }""", """[{"result":true}]""" },
        { """{"type":"filter-by","valueType":"Importance","attribute":"priority","value":"High"}""", """{"payload":{"priority":"High"}}""", """[{"priority":"High"}]""" },
        { """{"type":"filter-by","valueType":"Importance","attribute":"priority","value":"High"}""", """{"payload":{"priority":"Low"}}""", """[]""" },
        { """{"type":"filter-by-date","attribute":"at","startDate":"2026-01-01","endDate":"2026-01-31"}""", """{"payload":[{"at":"2026-01-05T00:00:00Z","n":1},{"at":"2026-02-05T00:00:00Z","n":2},{"at":"2026-01-09T00:00:00Z","n":3}]}""", """[{"n":1},{"n":3}]""" },
        { """{"type":"filter-scope","filters":[{"attribute":"team","value":"org"}]}""", """{"payload":{"trace":{"string":[{"$":{"key":"org","value":"red"}}]}},"req":{"body":{"scope":{"team":"*"}}}}""", """[{"scope":{"team":"red"}}]""" },
        { """{"type":"filter-scope","filters":[{"attribute":"team","value":"org"}]}""", """{"payload":{"trace":{"string":[{"$":{"key":"org","value":"red"}}]}},"req":{"body":{"scope":{"team":"blue"}}}}""", """[]""" },
        { """{"type":"find-object","key":"id","keyValue":"2","keyValueType":"num"}""", """{"payload":[{"id":1},{"id":2,"x":"y"}]}""", """[{"id":2,"x":"y"}]""" },
        { """{"type":"get-property-value","propertyToGet":"a"}""", """{"payload":{"a":4}}""", """[{"a":4}]""" },
        { """{"type":"get-kv-property","payloadProperty":"event","keyToSearch":"org","response":"who"}""", """{"payload":{"trace":{"event":[{"string":[{"$":{"key":"org","value":"red"}}]}]}}}""", """[{"who":"red"}]""" },
        { """{"type":"last-timestamp","data":"list","timestampProperty":"at","position":"2"}""", """{"payload":{"list":[{"at":"2026-01-05T00:00:00Z"},{"at":"2026-01-07T00:00:00Z"}]}}""", """[{"time":"2026-01-07T00:00:00Z"}]""" },
        { """{"type":"log-trace"}""", """{"log":{"log":{"trace":[{"a":1},{"a":2}]}}}""", """[{"trace":{"a":1},"index":0},{"trace":{"a":2},"index":1}]""" },
        { """{"type":"response","eventAName":"A","eventBName":"B"}""", $$"""{"payload":{{{Events}}} }""", """[{"result":true,"evidences":{"$length":1}}]""" },
        { """{"type":"response","eventAName":"B","eventBName":"A"}""", $$"""{"payload":{{{Events}}} }""", """[{"result":false}]""" },
        { """{"type":"coexistence","eventAName":"A","eventBName":"C","negate":true}""", $$"""{"payload":{{{Events}}} }""", """[{"result":true}]""" },
        { """{"type":"responded-existence","eventAName":"A","eventBName":"B"}""", $$"""{"payload":{{{Events}}} }""", """[{"result":true}]""" },
        { """{"type":"chain-response","eventAName":"A","eventBName":"B","time":"10"}""", $$"""{"payload":{{{Events}}} }""", """[{"result":false}]""" },
        { """{"type":"chain-response","eventAName":"A","eventBName":"B","time":"60"}""", $$"""{"payload":{{{Events}}} }""", """[{"result":true}]""" },
    };

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task Node_ConvertedAndRun_SendsWhatTheOriginalSends(string node, string message, string payloads) =>
        await ProveAsync($$"""[{"id":"t","type":"tab","label":"One node"},{{At("n", node, "k")}},{{Keep}}]""", message, payloads);

    [Theory]
    [InlineData("and", true, true, true)]
    [InlineData("and", true, false, false)]
    [InlineData("or", false, true, true)]
    [InlineData("implies", true, false, false)]
    [InlineData("implies", false, false, true)]
    public async Task LogicNode_WithTwoMessages_CombinesTheirResults(string type, bool a, bool b, bool expected) => await ProveAsync(
        $$"""[{"id":"t","type":"tab","label":"Two"},{{At("s", """{"type":"split","splt":",","spltType":"str","arraySplt":1,"arraySpltType":"len"}""", "n")}},{{At("n", $$"""{"type":"{{type}}"}""", "k")}},{{Keep}}]""",
        $$"""{"payload":[{"result":{{(a ? "true" : "false")}}},{"result":{{(b ? "true" : "false")}}}]}""", $$"""[{"result":{{(expected ? "true" : "false")}}}]""");

    [Fact]
    public async Task GroupBy_BehindASplit_HoldsEveryMessage() => await ProveAsync(
        $$"""[{"id":"t","type":"tab","label":"Groups"},{{At("s", """{"type":"split","splt":",","spltType":"str","arraySplt":1,"arraySpltType":"len"}""", "n")}},{{At("n", """{"type":"group-by","property":"team"}""", "k")}},{{Keep}}]""",
        """{"payload":[{"team":"a","n":1},{"team":"b","n":2},{"team":"a","n":3}]}""", """[{"a":[{"n":1},{"n":3}],"b":[{"n":2}]}]""");

    [Fact]
    public async Task Subflow_UsedTwice_StandsInBothPlaces() => await ProveAsync(
        $$"""
        [{"id":"t","type":"tab","label":"Subflows"},
         {"id":"sf","type":"subflow","name":"twice","in":[{"x":1,"y":1,"wires":[{"id":"f"}]}],"out":[{"x":1,"y":1,"wires":[{"id":"f","port":0}]}]},
         {"id":"f","type":"function","z":"sf","outputs":1,"func":"msg.payload *= 2; return msg;","wires":[[]]},
         {"id":"u1","type":"subflow:sf","z":"t","wires":[["u2"]]},{"id":"u2","type":"subflow:sf","z":"t","wires":[["k"]]},{{Keep}}]
        """, """{"payload":5}""", """[20]""");

    [Fact]
    public async Task Function_BeyondTheDialect_BecomesRunNodeJsAndItsMessagesGoOn()
    {
        await using var services = Services();
        var import = services.GetRequiredService<NodeRedImporter>().Convert($$"""
            [{"id":"t","type":"tab","label":"Hash"},
             {"id":"f","type":"function","z":"t","outputs":2,"libs":[{"var":"crypto","module":"crypto"}],"func":"return [null, { payload: crypto.createHash('sha256').update(msg.payload).digest('hex') }];","wires":[[],["k"]]},{{Keep}}]
            """);
        var activity = import.Flows[0].Definition["root"]!["activities"]![0]!;
        Assert.Equal("Status.RunNodeJs", (string)activity["type"]!);
        Assert.Contains(import.Notes, n => n.NodeId == "f" && n.Advice.Contains("Status:NodeJs:Enabled", StringComparison.Ordinal));
        var cases = TestCases.Read(DataJson.Parse("""
            [{"name":"x","trigger":{"input":{"payload":"a"}},"mocks":{"activities":[{"activity":"f","outputs":{"Result":{"$messages":[{"port":"2","msg":{"payload":7}},{"port":"1","msg":{"payload":8}}]}}}]},
              "expect":{"variables":{"flow":{"all":[7]}},"activities":{"f":{"inputs":{"Input":{"msg":{"payload":"a"}}}}}}}]
            """)).Cases;
        var report = await services.GetRequiredService<TestSuite>().RunAsync(DefinitionJson.Read(import.Flows[0].Definition.ToJsonString()).Definition!, cases, TestSurroundings.None);
        Assert.Empty(report.Problems);
        Assert.Empty(Assert.Single(report.Cases).Differences);
    }

    /// <summary>The state of the run is written and read between the two arrivals.</summary>
    [Fact]
    public async Task Join_WithAMessageThatComesLater_KeepsTheFirstOverTheWait() => await ProveAsync(
        $$"""
        [{"id":"t","type":"tab","label":"Late"},
         {"id":"f","type":"function","z":"t","outputs":2,"func":"return [{ topic: 'now', payload: 1 }, { topic: 'later', payload: 2 }];","wires":[["j"],["d"]]},
         {"id":"d","type":"delay","z":"t","pauseType":"delay","timeout":"2","timeoutUnits":"hours","wires":[["j"]]},
         {"id":"j","type":"join","z":"t","mode":"custom","build":"object","property":"payload","propertyType":"msg","key":"topic","count":"2","wires":[["k"]]},{{Keep}}]
        """, """{"payload":0}""", """[{"now":1,"later":2}]""");

    [Fact]
    public async Task CompleteNode_HearsOfWhatItListensTo() => await ProveAsync(
        $$"""[{"id":"t","type":"tab","label":"Complete"},{"id":"d","type":"debug","z":"t","active":true,"complete":"payload","wires":[]},{"id":"c","type":"complete","z":"t","scope":["d"],"wires":[["k"]]},{{Keep}}]""",
        """{"payload":3}""", """[3]""");

    [Fact]
    public void NodeLibrary_OfStatus_IsConverted()
    {
        using var services = Services();
        const string Linker = """{\"datasources\":[{\"id\":\"a\",\"definitionId\":\"rest-api\",\"config\":{\"baseUrl\":\"https://a.example\"}}]}""";
        var nodes = string.Join(',', _library.Select((type, i) => $$"""{"id":"n{{i}}","type":"{{type}}","z":"t","x":{{i * 100}},"y":40,"keyValue":"1","keyValueType":"num","linker":"{{Linker}}","wires":[[]]}"""));
        var import = services.GetRequiredService<NodeRedImporter>().Convert($$"""[{"id":"t","type":"tab","label":"Library"},{{nodes}}]""");
        Assert.Equal(33, _library.Length);
        Assert.DoesNotContain(import.Notes, n => n.Level == NodeRedLevel.NotConverted);
    }

    private const string Keep = """{"id":"k","type":"function","z":"t","outputs":0,"func":"flow.set('all', [...(flow.get('all') || []), msg.payload]);","wires":[]}""";

    private static string At(string id, string node, string to)
    {
        var json = JsonNode.Parse(node)!.AsObject();
        (json["id"], json["z"], json["x"], json["y"], json["wires"]) = (id, "t", 100, 100, new JsonArray(new JsonArray(to)));
        return json.ToJsonString();
    }

    private static async Task ProveAsync(string flows, string message, string payloads)
    {
        using var services = Services();
        var import = services.GetRequiredService<NodeRedImporter>().Convert(flows);
        Assert.Null(import.Problem);
        Assert.DoesNotContain(import.Notes, n => n.Level == NodeRedLevel.NotConverted);
        var definition = DefinitionJson.Read(import.Flows[0].Definition.ToJsonString()).Definition!;
        var expected = JsonNode.Parse(payloads)!.AsArray();
        var cases = new JsonArray(new JsonObject
        {
            ["name"] = "one message",
            ["trigger"] = new JsonObject { ["input"] = JsonNode.Parse(message) },
            ["expect"] = new JsonObject { ["status"] = "Finished", ["variables"] = new JsonObject { ["flow"] = expected.Count == 0 ? new JsonObject { ["all"] = new JsonObject { ["$exists"] = false } } : new JsonObject { ["all"] = expected } } },
        });
        var (read, problems) = TestCases.Read(DataJson.Parse(cases.ToJsonString()));
        Assert.Empty(problems);
        var report = await services.GetRequiredService<TestSuite>().RunAsync(definition, read, TestSurroundings.None);
        Assert.Empty(report.Problems);
        var result = Assert.Single(report.Cases);
        Assert.True(result.Passed, string.Join('\n', result.Differences) + "\n" + string.Join('\n', result.Trace));
    }

    private static ServiceProvider Services() => new ServiceCollection().AddWorkflowEngine().AddActivitiesFrom(typeof(ActivitySchemas).Assembly).BuildServiceProvider();
}
