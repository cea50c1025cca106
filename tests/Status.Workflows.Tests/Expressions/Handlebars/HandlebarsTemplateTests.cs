using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Expressions.Handlebars;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;
using Status.Workflows.Tests.Expressions.JavaScript;

namespace Status.Workflows.Tests.Expressions.Handlebars;

public sealed class HandlebarsTemplateTests
{
    private static readonly DataObject _data = (DataObject)DataJson.Parse("""
        {"name":"O'Neil & <b>","n":3,"zero":0,"half":0.5,"big":1e21,"yes":true,"no":false,"empty":[],"text":"x","o":{"a":{"b":"deep"},"list":[1,2]},
         "people":[{"name":"Ann","tags":["a","b"]},{"name":"Bob","tags":[]}],"map":{"k1":"v1","k2":"v2"},"rows":[[1,2],[3]]}
        """)!;

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("{{name}} {{{name}}} {{&name}}", "O&#x27;Neil &amp; &lt;b&gt; O'Neil & <b> O'Neil & <b>")]
    [InlineData("{{n}} {{half}} {{zero}} {{big}} {{yes}} {{missing}}|{{o.a.b}}|{{o/a/b}}|{{o.missing.b}}|{{people.1.name}}|{{people.[0].name}}|{{people.length}}", "3 0.5 0 1e+21 true |deep|deep||Bob|Ann|2")]
    [InlineData("{{#if n}}yes{{/if}}{{#if zero}}no{{else}}none{{/if}}{{#if empty}}no{{else if yes}}elseif{{else}}no{{/if}}{{#unless no}}!{{/unless}}", "yesnoneelseif!")]
    [InlineData("{{#each people}}{{@index}}{{name}}{{#unless @last}}, {{/unless}}{{/each}}{{#each empty}}x{{else}} nobody{{/each}}", "0Ann, 1Bob nobody")]
    [InlineData("{{#each map}}{{@key}}={{this}}{{#if @first}};{{/if}}{{/each}}", "k1=v1;k2=v2")]
    [InlineData("{{#each people}}{{#each tags}}{{this}}{{../name}}{{@../index}}{{/each}}{{/each}}", "aAnn0bAnn0")]
    [InlineData("{{#each people as |p i|}}{{i}}{{p.name}}{{#each p.tags as |t|}}-{{t}}{{p.name}}{{/each}} {{/each}}", "0Ann-aAnn-bAnn 1Bob ")]
    [InlineData("{{#with o.a}}{{b}}{{@root.n}}{{/with}}{{#with missing}}x{{else}}-{{/with}}", "deep3-")]
    [InlineData("{{#people}}{{name}} {{/people}}{{#yes}}Y{{/yes}}{{^no}}N{{/no}}{{#o}}{{a.b}}{{/o}}", "Ann Bob YNdeep")]
    [InlineData("{{! short }}a{{!-- long }} --}}b", "ab")]
    [InlineData("a {{~n~}} b", "a3b")]
    [InlineData("\\{{n}} {{n}}", "{{n}} 3")]
    [InlineData("x\n{{#if yes}}\n  in\n{{else}}\n  out\n{{/if}}\ny\n", "x\n  in\ny\n")]
    [InlineData("{{lookup map 'k2'}} {{lookup people 1}} {{#if (eq n 3)}}three{{/if}}{{#if (and yes (not no) (gt n 2))}} all{{/if}}", "v2 {&quot;name&quot;:&quot;Bob&quot;,&quot;tags&quot;:[]} three all")]
    [InlineData("{{upper text}} {{join o.list '-'}} {{length people}} {{fixed half 3}} {{default missing 'none'}} {{{json map}}}", "X 1-2 2 0.500 none {\"k1\":\"v1\",\"k2\":\"v2\"}")]
    [InlineData("{{#each rows}}{{#each this}}{{this}}{{/each}};{{/each}}", "12;3;")]
    [InlineData("{{true}}{{\"lit\"}}{{5}}", "truelit5")]
    public void Render_Template_GivesText(string source, string expected) => Assert.Equal(expected, Render(source));

    [Theory]
    [InlineData("a\n  {{#if x}}b", 2, 3, "not closed")]
    [InlineData("{{#if x}}{{/each}}", 1, 10, "does not close")]
    [InlineData("{{/if}}", 1, 1, "closes or continues nothing")]
    [InlineData("{{n", 1, 1, "not closed")]
    [InlineData("{{}}", 1, 1, "empty")]
    [InlineData("{{> file}}", 1, 1, "Partials")]
    [InlineData("{{a (b}}", 1, 1, "Expected ')'")]
    public void Parse_NoTemplate_NamesThePlace(string source, int line, int column, string message)
    {
        Assert.False(HandlebarsTemplate.TryParse(source, out _, out var problems));
        Assert.Equal((line, column), (problems[0].Line, problems[0].Column));
        Assert.Contains(message, problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StepLimit", "{{#each l}}{{#each @root.l}}{{#each @root.l}}{{#each @root.l}}{{/each}}{{/each}}{{/each}}{{/each}}")]
    [InlineData("AllocationLimit", "{{#each l}}{{#each @root.l}}{{#each @root.l}}{{@root.s}}{{/each}}{{/each}}{{/each}}")]
    [InlineData("AllocationLimit", "{{#each l}}{{#each @root.l}}{{json @root.l}}{{/each}}{{/each}}")]
    [InlineData("TimeLimit", "{{#each l}}{{#each @root.l}}{{#each @root.l}}{{#each @root.l}}{{/each}}{{/each}}{{/each}}{{/each}}")]
    public void Render_HostileTemplate_EndsWithItsLimit(string kind, string source)
    {
        var data = new DataObject { ["l"] = new DataArray(Enumerable.Range(0, 1000).Select(i => (object?)(double)i)), ["s"] = new string('x', 1000) };
        var limits = kind == "TimeLimit" ? new ScriptLimits { MaxSteps = long.MaxValue, MaxTime = TimeSpan.FromMilliseconds(100) } : new ScriptLimits { MaxSteps = kind == "StepLimit" ? 100_000 : long.MaxValue, MaxAllocation = 1 << 20, MaxTime = TimeSpan.FromMinutes(5) };
        Assert.Equal(kind, Assert.Throws<ScriptException>(() => Render(source, data, limits)).Kind.ToString());
    }

    [Theory]
    [InlineData("{{constructor}}{{o.constructor.name}}{{text.GetType}}{{o.GetType.Assembly}}{{people.Count}}{{map.Keys}}{{__proto__}}", "")]
    [InlineData("{{#with text}}{{Length}}{{length}}{{/with}}", "1")]
    public void Render_NamesOfTheRuntime_AreNothing(string source, string expected) => Assert.Equal(expected, Render(source));

    [Fact]
    public void Parse_AnyText_NeverDoesHarm()
    {
        var random = new Random(20261121);
        string[] pieces = ["{{", "}}", "{{{", "}}}", "#if ", "/if", "else", "#each ", "/each", "n", " ", "(", ")", "|", "as |", "../", "@", "~", "!--", "--", "'", "\"", "[", "]", "=", ".", "^", "&", "\n", "\\", "name"];
        for (var i = 0; i < 20_000; i++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (!HandlebarsTemplate.TryParse(source, out var template, out var problems))
            {
                Assert.NotEmpty(problems);
                continue;
            }

            try
            {
                template.Render(name => _data[name], Scripts.Host, ScriptLimits.Default);
            }
            catch (ScriptException)
            {
                // A helper that was given too little says so.
            }
        }
    }

    [Fact]
    public async Task Expression_Handlebars_SeesTheRun()
    {
        await using var host = new WorkflowTestHost();
        var json = new WorkflowBuilder("mail").Variable("user", "Object", """{"name":"<Ann>"}""").Input("order")
            .Then("calc", "Elsa.RunJavaScript", new { script = "({ total: 5 })" })
            .Then("say", "Elsa.WriteLine", new { text = new ExpressionText("Handlebars", "{{user.name}} {{{variables.user.name}}} {{order.id}} {{input.order.id}} {{outputs.calc.Result.total}} {{lastResult.total}} {{workflowDefinitionId}}") })
            .ToJson();

        await host.RunAsync(json, new DataObject { ["order"] = new DataObject { ["id"] = 7d } });

        Assert.Equal(["&lt;Ann&gt; <Ann> 7 7 5 5 mail"], host.Lines);
    }

    [Theory]
    [InlineData("Liquid", "{{ Variables.x }}", "$.root.activities[0].text.expression.type", "Rewrite it as Handlebars")]
    [InlineData("Handlebars", "{{#if x}}", "$.root.activities[0].text.expression.value", "Line 1, column 1")]
    [InlineData("CSharp", "1 + 1", "$.root.activities[0].text.expression.value", "switched off")]
    public void Compile_ExpressionThatCannotRun_IsAProblemWithItsPath(string type, string source, string path, string message)
    {
        using var host = new ServiceScope();
        var check = host.Check(new WorkflowBuilder("x").Then("say", "Elsa.WriteLine", new { text = new ExpressionText(type, source) }).ToJson());
        Assert.Contains(check.Problems, p => p.Path == path && p.Message.Contains(message, StringComparison.Ordinal));
        Assert.False(check.IsValid);
    }

    private static string Render(string source, DataObject? data = null, ScriptLimits? limits = null) =>
        HandlebarsTemplate.TryParse(source, out var template, out var problems)
            ? template.Render(name => (data ?? _data)[name], Scripts.Host, limits ?? ScriptLimits.Default)
            : throw new InvalidOperationException(string.Join("; ", problems));
}
