using System.Net.Http.Json;
using System.Text.Json;
using Status.Testing;

namespace Status.Host.Tests.Hosting.Import;

/// <summary>A folder of definitions in which some are broken: each is reported, the others run.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ShippedWorkflowsTests : IDisposable
{
    private const string Good = """{"definitionId":"good","name":"Good","root":{"id":"w","type":"Elsa.WriteLine","text":"hello"}}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_BrokenFilesAmongGoodOnes_ReportsThemAndLoadsTheOthers()
    {
        var workflows = Directory.CreateDirectory(_folder["workflows"]).FullName;
        Write("a-malformed.json", "{\"root\":");
        Write("b-deep.json", "{\"root\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 101));
        Write("c-large.json", "{\"name\":\"" + new string('x', 5000) + "\"}");
        Write("d-template.json", """{"definitionId":"t","root":{"id":"h","type":"Elsa.HttpEndpoint","customProperties":{"canStartWorkflow":true},"path":"x/{id"}}""");
        Write("e-surrogate.json", """{"definitionId":"s","name":"\ud800","root":{"id":"w","type":"Elsa.WriteLine"}}""");
        Write("f-nul.json", """{"definitionId":"n\u0000","root":{"id":"w","type":"Elsa.WriteLine"}}""");
        Write("z-good.json", Good);

        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?>
        {
            ["STATUS__Workflows__Folder"] = workflows,
            ["STATUS__Definitions__MaxBytes"] = "4096",
        });
        await host.ReadyAsync();
        var client = await host.SignInAsync();
        var list = await client.GetFromJsonAsync<JsonElement>("/elsa/api/workflow-definitions");

        Assert.Equal(["good"], list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("definitionId").GetString()));
        string[] said =
        [
            "a-malformed.json, $: Not valid JSON", "b-deep.json, $: Not valid JSON", "c-large.json, $: The file has 5011 bytes; at most 4096", "Status:Definitions:MaxBytes",
            "d-template.json, $.root.path:", "e-surrogate.json, $.name:", "f-nul.json, $.definitionId:",
        ];
        HostLifeTests.AssertMessage(host, said);

        void Write(string name, string text) => File.WriteAllText(Path.Combine(workflows, name), text);
    }
}
