using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Status.Activities;
using Status.Workflows;
using Status.Workflows.Import.NodeRed;

namespace Status.Host.Commands;

/// <summary><c>status import node-red &lt;file&gt;</c>: turns the flows of Node-RED into definition files. Needs no database and no running host.</summary>
internal static class ImportCommand
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command <c>import</c> with its one source.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The flow file, as Node-RED exports it (flows.json)." };
        var folder = new Option<string?>("--out") { Description = "Writes one definition for each tab into this folder; without it only the report is shown." };
        var nodeRed = new Command("node-red", "Turns the tabs of a flow file into workflow definitions and reports what differs; exit code 1 when a node could not be converted.") { file, folder };
        nodeRed.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(folder), parsed.InvocationConfiguration.Output, cancellationToken));
        return new Command("import", "Brings processes of other systems; needs no database.") { nodeRed };
    }

    private static async Task<int> RunAsync(string file, string? folder, TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"{file}: there is no such file");
            return 1;
        }

        await using var services = new ServiceCollection().AddWorkflowEngine().AddActivitiesFrom(typeof(ActivitySchemas).Assembly).BuildServiceProvider();
        var import = services.GetRequiredService<NodeRedImporter>().Convert(await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken));
        if (import.Problem is { } problem)
        {
            await output.WriteLineAsync($"{file}: {problem}");
            return 1;
        }

        foreach (var note in import.Notes) await output.WriteLineAsync(note.ToString());
        if (folder is not null) Directory.CreateDirectory(folder);
        foreach (var flow in import.Flows)
        {
            await output.WriteLineAsync($"{flow.Name} → {flow.DefinitionId}: {flow.Converted} nodes converted, {flow.NotConverted} not converted");
            if (folder is null) continue;
            var path = Path.Combine(folder, $"{flow.DefinitionId}.json");
            await File.WriteAllTextAsync(path, flow.Definition.ToJsonString(_json) + "\n", cancellationToken);
            await output.WriteLineAsync($"  {path}");
        }

        return import.Flows.Sum(f => f.NotConverted) == 0 ? 0 : 1;
    }
}
