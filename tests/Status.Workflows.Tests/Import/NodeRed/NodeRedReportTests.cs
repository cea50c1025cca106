using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Import.NodeRed;

namespace Status.Workflows.Tests.Import.NodeRed;

/// <summary>What an import tells, and what it never lets into a definition.</summary>
public sealed class NodeRedReportTests
{
    [Theory]
    [InlineData("file in", "read and write no files")]
    [InlineData("file", "read and write no files")]
    [InlineData("exec", "start no programs")]
    [InlineData("tcp request", "open no sockets")]
    [InlineData("mqtt in", "no activity for MQTT")]
    [InlineData("something-else", "no activity for this type")]
    public void Node_ThatMayNotRunHere_IsRefusedWithReasonAndAdvice(string type, string why)
    {
        var note = Assert.Single(Convert($$"""[{"id":"t","type":"tab","label":"x"},{"id":"n","z":"t","type":"{{type}}","wires":[[]]}]""").Notes, n => n.Level == NodeRedLevel.NotConverted);
        Assert.Contains(why, note.Message, StringComparison.Ordinal);
        Assert.NotEmpty(note.Advice);
    }

    [Theory]
    [InlineData("""{"type":"change","rules":[{"t":"set","p":"payload","pt":"msg","to":"$map(payload, function($v) { $v * 2 })","tot":"jsonata"}]}""", "function($v)")]
    [InlineData("""{"type":"change","rules":[{"t":"set","p":"payload","pt":"msg","to":"[1..5]","tot":"jsonata"}]}""", "[1..5]")]
    [InlineData("""{"type":"switch","property":"payload","rules":[{"t":"jsonata_exp","v":"($x := 1; $x = 1)","vt":"jsonata"}]}""", "$x := 1")]
    [InlineData("""{"type":"join","mode":"reduce","reduceExp":"$A ~> $sum","reduceInit":"0","reduceInitType":"num"}""", "~>")]
    [InlineData("""{"type":"sort","targetType":"msg","target":"payload","msgKey":"*","msgKeyType":"jsonata"}""", "*")]
    public void Jsonata_ThatIsNotConverted_StandsInTheReport(string node, string expression)
    {
        var json = JsonNode.Parse(node)!.AsObject();
        (json["id"], json["z"], json["wires"]) = ("n", "t", new JsonArray());
        var note = Assert.Single(Convert($$"""[{"id":"t","type":"tab","label":"x"},{{json.ToJsonString()}}]""").Notes, n => n.Level == NodeRedLevel.NotConverted);
        Assert.Contains(expression, note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_OfNodesThatAreNotConverted_StayOutOfTheDefinition()
    {
        var import = Convert("""
            [{"id":"t","type":"tab","label":"x","env":[{"name":"KEY","type":"cred","value":"S1"}]},
             {"id":"a","z":"t","type":"mqtt in","topic":"kept","credentials":{"user":"u","password":"S2"},"wires":[[]]},
             {"id":"b","z":"t","type":"vendor","apiKey":"S3","nested":{"access_token":"S4","plain":"kept-too"},"linker":"{\"client_secret\":\"S5\",\"id\":\"kept-also\"}","env":[{"name":"X","type":"cred","value":"S6"}],"wires":[[]]},
             {"id":"c","z":"t","type":"function","func":"msg.payload = env.get('KEY'); return msg;","outputs":1,"wires":[[]]}]
            """);
        var text = import.Flows[0].Definition.ToJsonString();
        for (var i = 1; i <= 6; i++) Assert.DoesNotContain($"S{i}", text, StringComparison.Ordinal);
        foreach (var kept in (string[])["kept", "kept-too", "kept-also"]) Assert.Contains(kept, text, StringComparison.Ordinal);
        Assert.Contains(import.Notes, n => n.NodeId == "c" && n.Advice.Contains("Status:Scripts:Config:KEY", StringComparison.Ordinal));
    }

    [Fact]
    public void Chain_OfAnotherTabThatIsCalledTwice_IsPutInOnce()
    {
        var import = Convert("""
            [{"id":"t","type":"tab","label":"Caller"},{"id":"u","type":"tab","label":"Library"},
             {"id":"c1","z":"t","type":"link call","links":["i"],"linkType":"static","wires":[["c2"]]},{"id":"c2","z":"t","type":"link call","links":["i"],"linkType":"static","wires":[[]]},
             {"id":"i","z":"u","type":"link in","wires":[["f"]]},{"id":"f","z":"u","type":"function","func":"return msg;","outputs":1,"wires":[["r","i"]]},{"id":"r","z":"u","type":"link out","mode":"return","wires":[]},
             {"id":"other","z":"u","type":"function","func":"return msg;","outputs":1,"wires":[[]]}]
            """);
        Assert.DoesNotContain(import.Notes, n => n.Level == NodeRedLevel.NotConverted);
        var ids = import.Flows[0].Definition["root"]!["activities"]!.AsArray().Select(a => (string)a!["id"]!).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Single(ids, "f");
        Assert.DoesNotContain("other", ids);
        Assert.DoesNotContain(import.Flows[1].Definition["root"]!["activities"]!.AsArray(), a => (string)a!["type"]! == "Elsa.Event");
    }

    [Fact]
    public void Variable_ThatTheFileDoesNotSay_IsNamedInTheReport()
    {
        var import = Convert("""[{"id":"t","type":"tab","label":"x"},{"id":"h","z":"t","type":"http request","url":"${BASE_URL}","method":"GET","wires":[[]]}]""");
        Assert.Contains(import.Notes, n => n.NodeId == "h" && n.Message.Contains("${BASE_URL}", StringComparison.Ordinal));
    }

    private static NodeRedImport Convert(string json)
    {
        using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
        return services.GetRequiredService<NodeRedImporter>().Convert(json);
    }
}
