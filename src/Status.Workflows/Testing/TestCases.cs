using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Json;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Testing;

/// <summary>Reads the test cases that a definition carries in <c>customProperties</c>; the format is described in <c>docs/testing-workflows.md</c>.</summary>
public static class TestCases
{
    /// <summary>The custom property with the cases: a list, or its JSON text.</summary>
    public const string PropertyName = "Status:TestCases";

    /// <summary>The custom property that lets a publish fail when a case fails.</summary>
    public const string MustPassPropertyName = "Status:TestsMustPass";

    /// <summary>Most cases of one definition.</summary>
    public const int MostCases = 200;

    internal const string RootPath = $"$.customProperties['{PropertyName}']";

    /// <summary>Whether the definition asks that its cases pass before it is published.</summary>
    public static bool MustPass(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.CustomProperties.Member(MustPassPropertyName).ValueKind == JsonValueKind.True;
    }

    /// <summary>Reads the cases of a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <returns>The cases that can be run, and every mistake with its path.</returns>
    public static (IReadOnlyList<TestCase> Cases, IReadOnlyList<DefinitionProblem> Problems) Read(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var member = definition.CustomProperties.Member(PropertyName);
        if (member.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return ([], []);
        object? value;
        try
        {
            value = member.ValueKind == JsonValueKind.String ? DataJson.Parse(member.GetString()!) : DataJson.From(member);
        }
        catch (JsonException e)
        {
            return ([], [new DefinitionProblem(RootPath, $"Not valid JSON: {e.Message}")]);
        }

        return Read(value, RootPath);
    }

    /// <summary>Reads a list of cases.</summary>
    /// <param name="value">The list as data.</param>
    /// <param name="path">Where it stands.</param>
    /// <returns>The cases that can be run, and every mistake with its path.</returns>
    public static (IReadOnlyList<TestCase> Cases, IReadOnlyList<DefinitionProblem> Problems) Read(object? value, string path = "$")
    {
        if (value is not DataArray items) return ([], [new DefinitionProblem(path, "Must be a list of test cases.")]);
        if (items.Count > MostCases) return ([], [new DefinitionProblem(path, $"Has {items.Count} test cases; at most {MostCases} are allowed.")]);
        var problems = new List<DefinitionProblem>();
        var cases = new List<TestCase>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, item) in ((IEnumerable<object?>)items).Index())
        {
            var own = new ProblemList();
            var at = $"{path}[{i}]";
            if (item is not DataObject members)
            {
                problems.Add(new DefinitionProblem(at, "Must be an object."));
                continue;
            }

            var testCase = ReadCase(new CaseMembers(members, at, own), own);
            if (!names.Add(testCase.Name)) own.Error($"{at}.name", $"Another case has the name '{testCase.Name}'.");
            problems.AddRange(own.Items);
            if (own.Items.Count == 0) cases.Add(testCase);
        }

        return (cases, problems);
    }

    private static TestCase ReadCase(CaseMembers members, ProblemList problems)
    {
        var testCase = new TestCase
        {
            Name = members.RequiredText("name", "what the case shows, in a few words"),
            Description = members.Text("description"),
            Path = members.Path,
            CorrelationId = members.Text("correlationId"),
            Trigger = members.Members("trigger") is { } trigger ? CaseParts.Trigger(trigger, problems) : new CaseTrigger(),
            Sends = [.. members.List("send").Select(s => CaseParts.Send(s, problems))],
            Expect = members.Members("expect") is { } expect ? Expectations(expect, problems) : new CaseExpectations { Path = members.PathOf("expect") },
        };
        if (!members.Has("expect")) problems.Error(members.PathOf("expect"), "Is missing: a case without expectations cannot fail.");
        if (members.Time("at") is { } at) testCase = testCase with { At = at };
        if (members.Span("within") is { } within) testCase = testCase with { Within = within };
        if (members.Members("mocks") is { } mocks)
        {
            testCase = testCase with
            {
                Activities = [.. mocks.List("activities").Select(m => CaseParts.Mock(m, problems))],
                Http = [.. mocks.List("http").Select(m => CaseParts.Http(m, problems))],
            };
            mocks.Finish();
        }

        members.Finish();
        return testCase;
    }

    private static CaseExpectations Expectations(CaseMembers members, ProblemList problems)
    {
        var status = members.Text("status");
        if (status is not null && !CaseParts.Statuses.Contains(status)) problems.Error(members.PathOf("status"), $"'{status}' is none of {string.Join(", ", CaseParts.Statuses)}.");
        var expectations = new CaseExpectations
        {
            Path = members.Path,
            Status = status,
            Fault = members.Text("fault"),
            Response = members.Object("response"),
            HasNoResponse = members.Has("response") && members.Value("response") is null,
            Outputs = members.Object("outputs"),
            Variables = members.Object("variables"),
            Facts = [.. members.List("facts").Select(CaseParts.Fact)],
            NoFacts = members.Texts("noFacts"),
            Activities = CaseParts.ExpectedActivities(members, problems),
            Http = [.. members.List("http").Select(CaseParts.Call)],
            Scripts = Scripts(members, problems),
        };
        members.Finish();
        return expectations;
    }

    private static List<ExpectedScript> Scripts(CaseMembers members, ProblemList problems)
    {
        var scripts = new List<ExpectedScript>();
        foreach (var (i, source) in members.Texts("scripts").Index())
        {
            var path = $"{members.PathOf("scripts")}[{i}]";
            if (JavaScriptProgram.TryParse(source, ScriptKind.Expression, out var program, out var found)) scripts.Add(new ExpectedScript(source, program, path));
            else foreach (var problem in found) problems.Error(path, $"Line {problem.Line}, column {problem.Column}: {problem.Message}");
        }

        return scripts;
    }
}
