using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Definitions;
using Status.Workflows.Import.NodeRed;
using Status.Workflows.Json;
using Status.Workflows.Model.Data;
using Status.Workflows.Testing;

namespace Status.Workflows.Tests.Import.NodeRed;

/// <summary>Whatever stands in a flow file, the import ends soon, throws nothing, and says what it found.</summary>
public sealed class HostileFlowsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("[1,null,\"x\",[]]")]
    [InlineData("""[{"id":1,"id":2}]""")]
    public void File_ThatIsNone_IsAProblem(string json) => Assert.NotNull(Convert(json).Problem);

    [Fact]
    public void File_TooDeepTooLargeOrWithTooManyNodes_IsAProblem()
    {
        Assert.NotNull(Convert(new string('[', 5000) + new string(']', 5000)).Problem);
        Assert.NotNull(Convert($"[\"{new string('x', 9 << 20)}\"]").Problem);
        Assert.NotNull(Convert($"[{string.Join(',', Enumerable.Range(0, 6000).Select(i => $$"""{"id":"n{{i}}","type":"debug","z":"t"}"""))}]").Problem);
    }

    [Fact]
    public void Subflow_ThatContainsItself_IsAProblem() => Assert.Contains("contain themselves", Convert("""
        [{"id":"t","type":"tab"},{"id":"s","type":"subflow","in":[{"wires":[{"id":"a"}]}],"out":[]},{"id":"a","type":"subflow:s","z":"s","wires":[["b"]]},{"id":"b","type":"subflow:s","z":"s","wires":[]},{"id":"u","type":"subflow:s","z":"t","wires":[]}]
        """).Problem, StringComparison.Ordinal);

    [Fact]
    public void Members_OfOtherKinds_AreTakenAsAbsent()
    {
        var import = Convert("""
            [{"id":"t","type":"tab","label":{"a":1}},
             {"id":"../../x","type":"function","z":"t","func":7,"outputs":"many","x":"left","y":1e308,"wires":{"a":1},"libs":"crypto","name":["n"]},
             {"id":"c","type":"change","z":"t","rules":[1,null,{"t":"set","p":"__proto__.polluted","pt":"msg","to":"1","tot":"num"}],"wires":[["gone",null,7]]},
             {"id":"s","type":"switch","z":"t","rules":"all","property":{},"wires":null},
             {"id":"j","type":"join","z":"t","count":-1e99,"wires":[[]]},
             {"id":"d","type":"delay","z":"t","pauseType":"delay","timeout":"1e300","timeoutUnits":"days","wires":[[]]},
             {"id":"i","type":"inject","z":"t","crontab":"every day","props":[{"p":""},{"p":"a.b","v":"{","vt":"json"}],"wires":[[]]},
             {"id":"q","type":"subflow:nobody","z":"t","wires":[[]]}]
            """);
        Assert.Null(import.Problem);
        var flow = Assert.Single(import.Flows);
        Assert.True(DefinitionJson.Read(flow.Definition.ToJsonString()).Definition is not null);
        Assert.DoesNotContain("..", (string)flow.Definition["root"]!["activities"]![0]!["id"]!, StringComparison.Ordinal);
        Assert.Contains(import.Notes, n => n.NodeType == "subflow:nobody" && n.Level == NodeRedLevel.NotConverted);
    }

    [Theory]
    [InlineData("{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}")]
    [InlineData("{{#a}}")]
    [InlineData("{{/a}}")]
    [InlineData("{{a")]
    [InlineData("{{>partial}}")]
    [InlineData("{{}}")]
    public void Template_ThatCannotBeWritten_IsReported(string template) => Assert.Contains(
        Convert($$"""[{"id":"t","type":"tab","label":"x"},{"id":"n","type":"template","z":"t","template":"{{template}}","wires":[[]]}]""").Notes, n => n is { NodeId: "n", Level: NodeRedLevel.NotConverted });

    [Fact]
    public void Function_ThatBreaksOutOfItsPlace_DoesNotParse() => Assert.Contains(
        Convert("""[{"id":"t","type":"tab","label":"x"},{"id":"n","type":"function","z":"t","func":"}); setVariable('x', 1); (function () {{","outputs":1,"wires":[[]]}]""").Notes, n => n is { NodeId: "n", Level: NodeRedLevel.NotConverted });

    [Fact]
    public async Task Loop_OfWires_IsCutOffByTheTestRun()
    {
        await using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
        var flow = Convert("""[{"id":"t","type":"tab","label":"Loop"},{"id":"a","type":"function","z":"t","func":"return msg;","outputs":1,"wires":[["b"]]},{"id":"b","type":"junction","z":"t","wires":[["a"]]}]""").Flows[0];
        var suite = new TestSuite(
            services.GetRequiredService<DefinitionValidator>(), services.GetRequiredService<Status.Workflows.Execution.PlanCompiler>(), services.GetRequiredService<Status.Workflows.Authoring.ActivityRegistry>(),
            TimeProvider.System)
        {
            Patience = TimeSpan.FromMilliseconds(400),
        };
        var cases = TestCases.Read(DataJson.Parse("""[{"name":"x","expect":{"status":"Finished"}}]""")).Cases;
        var report = await suite.RunAsync(DefinitionJson.Read(flow.Definition.ToJsonString()).Definition!, cases, TestSurroundings.None);
        Assert.Contains(report.Cases[0].Differences, d => d.Actual.Contains("never ends", StringComparison.Ordinal));
    }

    [Fact]
    public void File_OfFiveThousandNodes_IsConvertedInSeconds()
    {
        var nodes = new StringBuilder("""[{"id":"t","type":"tab","label":"Large"}""");
        for (var i = 0; i < 4990; i++) nodes.Append(System.Globalization.CultureInfo.InvariantCulture, $$""",{"id":"n{{i}}","type":"change","z":"t","x":{{i}},"y":40,"rules":[{"t":"set","p":"payload","pt":"msg","to":"{{i}}","tot":"num"}],"wires":[["n{{i + 1}}"]]}""");
        var watch = Stopwatch.StartNew();
        var import = Convert(nodes.Append(']').ToString());
        Assert.Null(import.Problem);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }

    private static NodeRedImport Convert(string json)
    {
        using var services = new ServiceCollection().AddWorkflowEngine().BuildServiceProvider();
        return services.GetRequiredService<NodeRedImporter>().Convert(json);
    }
}
