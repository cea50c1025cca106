using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Testing;

namespace Status.Host.Tests.Hosting;

/// <summary>Code of definitions on a host that cannot stop it, or cannot confine it. The cases for other users say nothing when the tests are not run by root.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class ConfinedCodeTests : IDisposable
{
    private const string Node = """{"id":"n","type":"Status.RunNodeJs","version":1,"script":{"typeName":"String","expression":{"type":"Literal","value":"return 6 * 7"}}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("as it is", null)]
    [InlineData("ordinary user", null)]
    [InlineData("ordinary user without namespaces", "user.max_user_namespaces")]
    [InlineData("ordinary user without unshare", "Install util-linux")]
    public async Task NodeJs_WhereItCanBeConfinedOrNot_RunsOrSaysAtTheStartAndInTheIncidentWhatHelps(string place, string? remedy)
    {
        var environment = new Dictionary<string, string?> { ["HOME"] = _folder.Path, ["STATUS__NodeJs__Enabled"] = "true", ["STATUS__NodeJs__Timeout"] = "00:00:30" };
        string? user = null, program = null;
        if (place != "as it is")
        {
            if (!Environment.IsPrivilegedProcess) return;
            (user, program) = ("65534", PublicProgram.CopyTo(_folder["program"]));
            PublicProgram.Run("chown", user, _folder.Path);
        }

        if (place.EndsWith("without unshare", StringComparison.Ordinal)) environment["PATH"] = ProgramsWithout("unshare");
        await using var host = HostProcess.Start(_folder["data"], environment, user: user, program: program, mayUnshare: !place.EndsWith("without namespaces", StringComparison.Ordinal));
        await host.ReadyAsync();
        var client = await host.SignInAsync();

        var obstacle = remedy is null ? null : "Run Node.js refuses to run (Status:NodeJs:Enabled)";
        await Eventually.TrueAsync(() => host.Output.Contains(obstacle ?? "its processes are confined here", StringComparison.Ordinal), "the host has said whether it can confine");
        var (status, incident) = await ExecuteAsync(client, Node);

        if (remedy is null)
        {
            Assert.Equal(("Finished", null), (status, incident));
            return;
        }

        Assert.Equal("Faulted", status);
        Assert.Contains(remedy, incident, StringComparison.Ordinal);
        Assert.Contains("set Status:NodeJs:Enabled to false", incident, StringComparison.Ordinal);
        // The same words.
        Assert.Contains(incident!, host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CSharp_LoopWithoutEnd_IsShownByMetricsHealthAndRuntimeAndTheHostGoesOn()
    {
        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?>
        {
            ["STATUS__CSharp__Enabled"] = "true",
            ["STATUS__CSharp__Timeout"] = "00:00:00.300",
            ["STATUS__CSharp__MaxThreads"] = "1",
        });
        await host.ReadyAsync();
        var client = await host.SignInAsync();

        Assert.Contains("ran longer than 300 ms", (await ExecuteAsync(client, Code("while (true) { }"))).Incident, StringComparison.Ordinal);
        Assert.Contains("C# is refused on this host", (await ExecuteAsync(client, Code("return 1;"))).Incident, StringComparison.Ordinal);

        Assert.Equal(("Finished", null), await ExecuteAsync(client, """{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"JavaScript","value":"'goes on'"}}}"""));
        Assert.Contains("status_workflows_left_behind{kind=\"csharp\"} 1", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        var health = JsonNode.Parse(await client.GetStringAsync("/health"))!;
        Assert.Equal(("degraded", "degraded", "healthy"), ((string)health["status"]!, (string)health["checks"]!["code"]!, (string)health["checks"]!["database"]!));
        Assert.Equal("healthy", (string)JsonNode.Parse(await client.GetStringAsync("/health/ready"))!["status"]!);
        var runtime = JsonNode.Parse(await client.GetStringAsync("/api/v1/runtime"))!["leftBehind"]!.AsArray().Single(code => (string)code!["kind"]! == "csharp")!;
        Assert.Equal((1, 1), ((int)runtime["count"]!, (int)runtime["places"]!));

        static string Code(string script) => $$$$"""{"id":"c","type":"Elsa.RunCSharp","version":1,"script":{"typeName":"String","expression":{"type":"CSharp","value":"{{{{script}}}}"}}}""";
    }

    private static async Task<(string Status, string? Incident)> ExecuteAsync(HttpClient client, string activity)
    {
        var definition = await StudioHost.SaveAsync(client, StudioHost.Model($"Code {Guid.NewGuid():n}", activity), publish: true);
        using var started = await StudioHost.SendAsync(client, HttpMethod.Post, $"/workflow-definitions/{definition["definitionId"]}/execute", new JsonObject());
        var id = started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        JsonNode run = new JsonObject();
        await Eventually.TrueAsync(async () => (string)(run = await StudioHost.GetAsync(client, $"/workflow-instances/{id}"))["status"]! == "Finished", "the run has ended");
        var incidents = run["workflowState"]!["incidents"]!.AsArray();
        return ((string)run["subStatus"]!, incidents.Count == 0 ? null : (string)incidents[0]!["message"]!);
    }

    /// <summary>A folder with everything that is on the PATH but one program.</summary>
    private string ProgramsWithout(string missing)
    {
        var folder = Directory.CreateDirectory(_folder["bin"]).FullName;
        var programs = Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(path => Directory.EnumerateFiles(path)).DistinctBy(Path.GetFileName);
        foreach (var program in programs.Where(program => Path.GetFileName(program) != missing)) File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(program)), program);
        return folder;
    }
}
