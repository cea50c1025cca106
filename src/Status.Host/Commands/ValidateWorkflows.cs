using System.CommandLine;
using System.Text;
using Status.Activities;
using Status.Workflows;
using Status.Workflows.Definitions;
using Status.Workflows.Model;
using Status.Workflows.Testing;

namespace Status.Host.Commands;

/// <summary><c>status workflows validate &lt;file…&gt;</c>: every problem of each file with its JSON path. Needs no database and no running host.</summary>
internal static class ValidateWorkflows
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Definition files to check.", Arity = ArgumentArity.OneOrMore };
        var validate = new Command("validate", "Names every problem of workflow definitions with its JSON path; exit code 1 when one may not be published.") { files };
        validate.SetAction(parsed => RunAsync(parsed.GetValue(files) ?? [], parsed.InvocationConfiguration.Output));
        return validate;
    }

    /// <summary>Checks the files.</summary>
    /// <returns>0 when every file may be published, 1 otherwise.</returns>
    private static async Task<int> RunAsync(IReadOnlyList<string> files, TextWriter output)
    {
        await using var services = new ServiceCollection()
            .AddWorkflowEngine().AddActivitiesFrom(typeof(ActivitySchemas).Assembly)
            .BuildServiceProvider();
        var validator = services.GetRequiredService<DefinitionValidator>();
        var broken = 0;
        foreach (var file in files)
            if (!await IsValidAsync(validator, file, output)) broken++;

        await output.WriteLineAsync(broken == 0 ? $"{files.Count} checked, all may be published." : $"{files.Count} checked, {broken} may not be published.");
        return broken == 0 ? 0 : 1;
    }

    private static async Task<bool> IsValidAsync(DefinitionValidator validator, string file, TextWriter output)
    {
        if (!File.Exists(file))
        {
            await output.WriteLineAsync($"{file}: there is no such file");
            return false;
        }

        var check = validator.Check(await File.ReadAllTextAsync(file, Encoding.UTF8));
        var cases = check.Definition is { } definition ? TestCases.Read(definition).Problems : [];
        foreach (var problem in check.Problems.Concat(cases))
            await output.WriteLineAsync($"{file}: {(problem.Severity == ProblemSeverity.Error ? "error" : "warning")}: {problem.Path}: {problem.Message}");
        var isValid = check.IsValid && cases.Count == 0;
        if (isValid) await output.WriteLineAsync($"{file}: ok");
        return isValid;
    }
}
