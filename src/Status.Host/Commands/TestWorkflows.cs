using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Status.Activities;
using Status.Workflows;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Testing;

namespace Status.Host.Commands;

/// <summary><c>status workflows test &lt;file…&gt;</c>: runs the test cases that definition files carry. Needs no database, no running host and no network.</summary>
internal static class TestWorkflows
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Definition files; workflows that they start are looked for among them.", Arity = ArgumentArity.OneOrMore };
        var only = new Option<string[]>("--case") { Description = "Runs only the cases with this name; may be given several times." };
        var format = new Option<string>("--format") { Description = "text, junit or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "junit", "json");
        var test = new Command("test", "Runs the test cases that workflow definitions carry; exit code 1 when one fails.") { files, only, format };
        test.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(files) ?? [], parsed.GetValue(only) ?? [], parsed.GetValue(format)!, parsed.InvocationConfiguration.Output, cancellationToken));
        return test;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> files, IReadOnlyList<string> only, string format, TextWriter output, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddWorkflowEngine().AddActivitiesFrom(typeof(ActivitySchemas).Assembly)
            .BuildServiceProvider();
        var suite = services.GetRequiredService<TestSuite>();
        var limits = services.GetRequiredService<IOptions<DefinitionLimits>>().Value;
        var (definitions, reports) = (new List<WorkflowDefinition>(), new List<TestReport>());
        foreach (var file in files)
        {
            if (await ReadAsync(file, limits, cancellationToken) is var (definition, problems) && definition is not null) definitions.Add(definition);
            else reports.Add(new TestReport { DefinitionId = file, DefinitionName = file, Problems = problems });
        }

        var surroundings = new TestSurroundings((id, _) => new(definitions.Find(d => d.DefinitionId == id)));
        foreach (var definition in definitions) reports.Add(await suite.RunAsync(definition, surroundings, only.Count == 0 ? null : only, cancellationToken));
        await output.WriteLineAsync(format switch
        {
            "junit" => TestReportText.ToJUnit(reports),
            "json" => JsonSerializer.Serialize(reports, _json),
            _ => Text(reports),
        });
        return reports.TrueForAll(r => r.Passed) ? 0 : 1;
    }

    private static string Text(List<TestReport> reports)
    {
        var cases = reports.SelectMany(r => r.Cases).ToArray();
        var failed = cases.Count(c => !c.Passed) + reports.Count(r => r.Problems.Count > 0);
        return $"{string.Concat(reports.Select(TestReportText.ToText))}{cases.Count(c => c.Passed)} passed, {failed} failed";
    }

    private static async Task<(WorkflowDefinition? Definition, IReadOnlyList<DefinitionProblem> Problems)> ReadAsync(string file, DefinitionLimits limits, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) return (null, [new DefinitionProblem(file, "There is no such file.")]);
        var read = DefinitionJson.Read(await File.ReadAllTextAsync(file, Encoding.UTF8, cancellationToken), limits);
        return (read.IsValid ? read.Definition : null, read.Problems);
    }
}
