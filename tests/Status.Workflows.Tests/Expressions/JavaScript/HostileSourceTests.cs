using Status.Workflows.Expressions.JavaScript;

namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <summary>No text, however made, does more than give problems or a program whose run ends.</summary>
public class HostileSourceTests
{
    private const int Many = 100_000;

    public static TheoryData<string, string> NestedSources => new()
    {
        { "parentheses", new string('(', Many) + "1" + new string(')', Many) },
        { "brackets", new string('[', Many) },
        { "braces", new string('{', Many) },
        { "object literals", string.Concat(Enumerable.Repeat("{a:", Many)) },
        { "minus signs", string.Concat(Enumerable.Repeat("- ", Many)) + "1" },
        { "not signs", new string('!', Many) + "1" },
        { "typeof", string.Concat(Enumerable.Repeat("typeof ", Many)) + "1" },
        { "new", string.Concat(Enumerable.Repeat("new ", Many)) + "a" },
        { "members", "a" + string.Concat(Enumerable.Repeat(".a", Many)) },
        { "optional members", "a" + string.Concat(Enumerable.Repeat("?.a", Many)) },
        { "indices", "a" + string.Concat(Enumerable.Repeat("[0]", Many)) },
        { "calls", "a" + string.Concat(Enumerable.Repeat("()", Many)) },
        { "templates", string.Concat(Enumerable.Repeat("`${", Many)) },
        { "arrows", string.Concat(Enumerable.Repeat("a=>", Many)) + "1" },
        { "conditionals", string.Concat(Enumerable.Repeat("1?", Many)) },
        { "assignments", "let a;" + string.Concat(Enumerable.Repeat("a=", Many)) + "1" },
        { "powers", string.Concat(Enumerable.Repeat("2**", Many)) + "1" },
        { "comparisons", "1" + string.Concat(Enumerable.Repeat("<1", Many)) },
        { "else if", string.Concat(Enumerable.Repeat("if(0);else ", Many / 2)) + ";" },
        { "patterns", "/" + new string('(', Many / 20) + new string(')', Many / 20) + "/" },
        { "repeated patterns", "/" + string.Concat(Enumerable.Repeat("(?:", 80)) + "a" + string.Concat(Enumerable.Repeat("){99}", 80)) + "/" },
        { "destructuring", "const " + new string('[', Many) },
        { "functions", string.Concat(Enumerable.Repeat("function f(){", Many / 2)) },
        { "labels", string.Concat(Enumerable.Range(0, Many / 4).Select(i => $"l{i}:")) + ";" },
        { "digits", new string('9', Many) },
        { "hexadecimal digits", "0x" + new string('f', Many) },
        { "too long", new string(' ', 600_000) },
    };

    [Theory]
    [MemberData(nameof(NestedSources))]
    public void DeepSource_IsRefused(string what, string source)
    {
        var problems = Scripts.Problems(source);
        Assert.True(problems.Count > 0, what);
    }

    [Fact]
    public void LongSource_ThatIsNotDeep_Runs()
    {
        Assert.Equal(100_000d, Scripts.Evaluate(string.Join('+', Enumerable.Repeat("1", Many))));
        Assert.Equal(30_000d, Scripts.Evaluate("let n = 0;\n" + string.Concat(Enumerable.Repeat("n++;\n", 30_000)) + "n"));
        Assert.Equal(50_000d, Scripts.Evaluate("[" + string.Concat(Enumerable.Repeat("1,", 50_000)) + "].length"));
    }

    [Theory]
    [InlineData("'\ud800'.length")]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    [InlineData("`\udfff`")]
    [InlineData("\0\u0001\uffff")]
    public void BrokenUtf16_IsAnOrdinaryText(string source) => Attempt(source);

    [Fact]
    public void MutatedPrograms_NeverDoHarm()
    {
        const string Pieces = "(){}[];,.?:=+-*/%&|^!~<>\"'`$\\ \n0123456789abcxyz_\ud83d\u2028";
        var words = new[] { "let ", "const ", "=>", "...", "?.", "??", "function ", "return ", "for(", "of ", "in ", "new ", "typeof ", "`${", "/(", "try{", "catch{", "class ", "async ", "\\u{", "0x", "1e", "=", "{a=1}" };
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var text = new ProgramGenerator(seed % 100).Program();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                var at = random.Next(text.Length);
                text = random.Next(4) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at)),
                    1 => text.Insert(at, Pieces[random.Next(Pieces.Length)].ToString()),
                    2 => text.Insert(at, words[random.Next(words.Length)]),
                    _ => text[..at] + text[random.Next(text.Length)..],
                };
                if (text.Length == 0) text = " ";
            }

            try
            {
                Attempt(text);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}: {text}", error);
            }
        }
    }

    private static void Attempt(string source)
    {
        if (!JavaScriptProgram.TryParse(source, ScriptKind.Expression, out var program, out var problems))
        {
            Assert.All(problems, p => Assert.True(p is { Line: >= 1, Column: >= 1, Message.Length: > 5 }));
            return;
        }

        try
        {
            program.Evaluate(Scripts.Host, new ScriptLimits { MaxSteps = 20_000, MaxAllocation = 4_000_000, MaxTime = TimeSpan.FromSeconds(20) });
        }
        catch (ScriptException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }
}
