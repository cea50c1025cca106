using System.Diagnostics;
using System.Xml.Linq;
using Status.Testing;
using Status.Testing.Workflows;

namespace Status.Host.Tests.Commands;

/// <summary>The commands on workflow files, as a build server runs them: the answer is the exit code.</summary>
public sealed class WorkflowCommandsTests
{
    [Fact]
    public async Task Test_ShippedWorkflows_Pass()
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(ShippedWorkflows.Path("compliance-check.json"))!, "*.json");
        var (code, output) = await RunAsync(["workflows", "test", .. files]);
        Assert.True(code == 0, output);
        Assert.Contains($"{0} failed", output, StringComparison.Ordinal);
        // Every shipped workflow has cases, and together they execute every activity.
        Assert.DoesNotContain("never executed", output, StringComparison.Ordinal);
        Assert.Equal(files.Length, output.Split('\n').Count(line => line.Contains("(100 %), connections", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Test_CaseThatFails_EndsWithOneAndNamesTheDifference()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "changed.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(ShippedWorkflows.Path("ledger-posting.json"))).Replace("\"BadRequest\"", "\"Gone\"", StringComparison.Ordinal));
        var (code, output) = await RunAsync(["workflows", "test", file, "--format", "junit"]);
        Assert.Equal(1, code);
        var failure = Assert.Single(XDocument.Parse(output).Descendants("failure"));
        Assert.Equal("response.status: expected 400, got 410", failure.Value);
        Assert.Equal(0, (await RunAsync(["workflows", "test", file, "--case", "Who posts an entry gets its receipt"])).Code);
        Assert.Equal(1, (await RunAsync(["workflows", "test", Path.Combine(folder.Path, "nobody.json")])).Code);
    }

    [Fact]
    public async Task Import_FlowFile_WritesDefinitionsThatMayBePublished()
    {
        using var folder = new TemporaryFolder();
        var flows = Path.Combine(folder.Path, "flows.json");
        await File.WriteAllTextAsync(flows, """
            [{"id":"t","type":"tab","label":"Hello there"},{"id":"i","type":"http in","z":"t","url":"/hello","method":"get","wires":[["o"]]},{"id":"o","type":"http response","z":"t","wires":[]}]
            """);
        var (code, output) = await RunAsync(["import", "node-red", flows, "--out", Path.Combine(folder.Path, "out")]);
        Assert.True(code == 0, output);
        Assert.Contains("2 nodes converted, 0 not converted", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["workflows", "validate", Path.Combine(folder.Path, "out", "node-red-hello-there.json")])).Code);

        await File.WriteAllTextAsync(flows, """[{"id":"t","type":"tab","label":"x"},{"id":"m","type":"mqtt in","z":"t","wires":[[]]}]""");
        (code, output) = await RunAsync(["import", "node-red", flows]);
        Assert.Equal(1, code);
        Assert.Contains("not converted: x / mqtt in", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "status-host.dll"), .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
