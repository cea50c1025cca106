using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Expressions.CSharp;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Expressions.CSharp;

public sealed class CSharpTests
{
    [Fact]
    public async Task RunCSharp_SwitchedOn_ReadsAndChangesTheRun()
    {
        await using var host = Host();
        var builder = new WorkflowBuilder("cs").Variable("n", "Int32", "20").Input("add");
        builder.Add("code", "Elsa.RunCSharp", new { script = "var sum = Get<int>(\"n\") + Convert.ToInt32(GetInput(\"add\")); SetVariable(\"n\", sum); SetOutcome(\"Big\"); return new[] { sum, Enumerable.Range(1, 3).Sum() };", possibleOutcomes = new[] { "Big" } });
        builder.Add("say", "Elsa.WriteLine", new { text = new ExpressionText("CSharp", "$\"{GetVariable(\"n\")} {((DataArray)GetOutputFrom(\"code\")!)[1]} {WorkflowInstanceId.Length > 0}\"") });
        builder.Connect("code", "say", "Big");

        var run = await host.RunAsync(builder.ToJson(), new DataObject { ["add"] = 22d });

        Assert.Empty(run.Incidents);
        Assert.Equal(["42 6 True"], host.Lines);
    }

    [Fact]
    public async Task RunCSharp_SwitchedOff_CannotBePublishedNorRun()
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunActivityAsync("Elsa.RunCSharp", new { script = "return 1;" });
        Assert.Contains("switched off", run.Fault, StringComparison.Ordinal);
        Assert.False(host.Services.GetRequiredService<Status.Workflows.Authoring.ActivityRegistry>().Find("Elsa.RunCSharp")!.IsBrowsable);
    }

    [Fact]
    public async Task RunCSharp_RunsTooLong_Faults()
    {
        await using var host = Host(TimeSpan.FromMilliseconds(300));
        var run = await host.RunActivityAsync("Elsa.RunCSharp", new { script = "while (true) Cancellation.ThrowIfCancellationRequested();" });
        Assert.Contains("ran longer than 300 ms", run.Fault, StringComparison.Ordinal);
        var deaf = await host.RunActivityAsync("Elsa.RunCSharp", new { script = "new System.Threading.ManualResetEvent(false).WaitOne(3000); SetVariable(\"late\", 1); return 1;" });
        Assert.Contains("ran longer than 300 ms", deaf.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunCSharp_Throws_FaultsWithItsMessage()
    {
        await using var host = Host();
        var run = await host.RunActivityAsync("Elsa.RunCSharp", new { script = "throw new InvalidOperationException(\"no such control\");" });
        Assert.Contains("no such control", run.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CodeWithErrors_NamesThePlaces()
    {
        using var scope = new ServiceScope(services => services.Configure<CSharpOptions>(o => o.Enabled = true));
        var check = scope.Check(new WorkflowBuilder("x").Then("say", "Elsa.WriteLine", new { text = new ExpressionText("CSharp", "1 +\nmissing") }).ToJson());
        Assert.Contains(check.Problems, p => p.Path == "$.root.activities[0].text.expression.value" && p.Message.StartsWith("Line 2, column 1: CS0103", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draft_WithCode_RunsOnlyOnceItIsPublished()
    {
        await using var host = Host();
        var compiler = host.Services.GetRequiredService<PlanCompiler>();
        var definition = Status.Workflows.Json.DefinitionJson.Read(new WorkflowBuilder("x").Then("code", "Elsa.RunCSharp", new { script = "return 1;" }).ToJson()).Definition!;
        Assert.Empty(compiler.Compile(definition).Problems);
        var draft = compiler.CompileUnpublished(definition);
        Assert.Contains("has published", draft.FindById("code")!.Languages.CSharpRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_NoLongerHeld_IsUnloaded()
    {
        var assembly = CompileAndForget();
        for (var i = 0; i < 20 && assembly.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(assembly.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CompileAndForget()
    {
        Assert.True(CSharpProgram.TryCompile("GetInput(\"x\") is System.Reflection.Assembly[] box ? box[0] = System.Reflection.Assembly.GetExecutingAssembly() : null", out var program, out var problems), string.Join("; ", problems));
        var globals = new Globals();
        program.Evaluate(globals, TimeSpan.FromSeconds(10), new UnstoppableCode("csharp", 1), null, default);
        return new WeakReference(globals.Box[0]);
    }

    private static WorkflowTestHost Host(TimeSpan? timeout = null) => new(services => services.Configure<CSharpOptions>(o =>
    {
        o.Enabled = true;
        o.Timeout = timeout ?? TimeSpan.FromSeconds(30);
    }));

    private sealed class Globals : CSharpGlobals
    {
        public System.Reflection.Assembly[] Box { get; } = new System.Reflection.Assembly[1];

        public override string WorkflowInstanceId => "";

        public override string? CorrelationId => null;

        public override object? LastResult => null;

        public override object? GetVariable(string name) => null;

        public override void SetVariable(string name, object? value) => throw new NotSupportedException();

        public override object? GetInput(string name) => Box;

        public override object? GetOutputFrom(string activity, string output = "Result") => null;

        public override void SetOutcomes(params string[] names) => throw new NotSupportedException();
    }
}
