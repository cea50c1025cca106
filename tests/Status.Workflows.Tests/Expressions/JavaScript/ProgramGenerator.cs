using System.Globalization;

namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <summary>
/// Writes programs of the dialect that end: every loop counts to a small bound, functions call only functions written before them.
/// The same seed writes the same program.
/// </summary>
internal sealed partial class ProgramGenerator(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<char, List<string>> _names = new() { ['n'] = [], ['s'] = [], ['a'] = [], ['o'] = [], ['f'] = [] };
    private int _count;

    public string Program()
    {
        var statements = new List<string>();
        foreach (var type in "nsao") statements.Add(Declare(type));
        var count = _random.Next(4, 12);
        for (var i = 0; i < count; i++) statements.Add(Statement(2));
        var all = _names.Where(n => n.Key != 'f').SelectMany(n => n.Value);
        return string.Join('\n', statements) + $"\n[{string.Join(", ", all)}, {Expression('n', 2)}, {Expression('s', 2)}]";
    }

    private string Pick(params string[] options) => options[_random.Next(options.Length)];

    private string Name(char type) => $"{type}{_count++}";

    private string Declare(char type)
    {
        var name = Name(type);
        var text = $"let {name} = {Expression(type, 3)};";
        _names[type].Add(name);
        return text;
    }

    private string Inner(int depth, Func<string> write)
    {
        // Names of an inner block are forgotten when it ends.
        var before = _names.ToDictionary(n => n.Key, n => n.Value.Count);
        var text = write();
        foreach (var (type, names) in _names) names.RemoveRange(before[type], names.Count - before[type]);
        return depth < 0 ? "" : text;
    }

    private string Block(int depth) => Inner(depth, () => "{ " + string.Join(' ', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Statement(depth - 1))) + " }");

    private string Var(char type) => _names[type][_random.Next(_names[type].Count)];

    private string Statement(int depth)
    {
        var type = "nsao"[_random.Next(4)];
        switch (_random.Next(depth > 0 ? 22 : 7))
        {
            case 0: return Declare(type);
            case 1: return $"{Var(type)} = {Expression(type, 2)};";
            case 2: return $"{Var('n')} {Pick("+=", "-=", "*=", "%=", "|=", "&=", "^=", "??=", "||=", "&&=")} {Expression('n', 2)};";
            case 3:
                var text = Var('s');
                return $"{text} = ({text} + {Expression('s', 2)}).slice(-80);";
            case 4: return $"{Var('a')}.{Pick("push", "unshift")}({Expression('n', 2)}, ...{Expression('a', 1)}.slice(0, 3));";
            case 5: return $"{Var('o')}[{Expression('s', 1)}.slice(0, 2)] = structuredClone({Expression(type, 2)});";
            case 6: return Destructure();
            case 7 or 8: return $"if ({Condition(2)}) {Block(depth)}" + (_random.Next(2) == 0 ? $" else {Block(depth)}" : "");
            case 9: return ForLoop(depth);
            case 10: return ForOf(depth);
            case 11: return Function();
            case 12:
                var guarded = Inner(depth, () => $"if ({Condition(1)}) throw new {Pick("Error", "TypeError", "RangeError")}({Expression('s', 1)}); {Statement(0)}");
                return $"try {{ {guarded} }} catch (e) {{ {Var('s')} = e.name + typeof e.message; }} finally {{ {Var('n')}++; }}";
            case 13: return $"switch ({Expression('n', 1)} % 3) {{ case 0: {Var('n')}++; case 1: {Var('s')} += 'one'; break; default: {Block(depth)} }}";
            case 14: return Closures();
            case 15 or 16: return Class(depth);
            case 17 or 18: return Generator(depth);
            case 19: return Accessors();
            case 20: return Async();
            default:
                var counter = Name('w');
                return $"{{ let {counter} = 0; while ({counter} < {_random.Next(1, 6)} && {Condition(1)}) {{ {counter}++; {Inner(depth, () => Statement(depth - 1))} }} }}";
        }
    }

    private string Destructure()
    {
        string n = Name('n'), a = Name('a'), s = Name('s'), o = Name('o');
        var text = _random.Next(3) switch
        {
            0 => $"let [{n} = 1, , ...{a}] = {Expression('a', 2)};",
            1 => $"let {{ p: {n} = 2, ...{o} }} = {{ p: {Pick("undefined", "7", Expression("n"[0], 1))}, ...{Expression('o', 1)} }};",
            _ => $"let {{ k: [{n}, {s} = 'd'] = [] }} = {{ k: {Pick("undefined", $"[{Expression('n', 1)}]", $"[1, {Expression('s', 1)}]")} }};",
        };
        foreach (var name in (string[])[n, a, s, o])
        {
            if (text.Contains(name, StringComparison.Ordinal)) _names[name[0]].Add(name);
        }

        // A number may be undefined now; give it a value, as the rest expects one.
        return text + $" {n} ??= 0; ";
    }

    private string ForLoop(int depth)
    {
        var i = Name('i');
        return Inner(depth, () => $"for (let {i} = {_random.Next(3)}; {i} < {_random.Next(2, 7)}; {i}++) {{ if ({Condition(1)}) {Pick("continue", "break")}; {Var('n')} = ({Var('n')} + {i}) % 1000; {Statement(depth - 1)} }}");
    }

    private string ForOf(int depth)
    {
        var x = Name('x');
        return _random.Next(3) switch
        {
            0 => Inner(depth, () => $"for (const {x} of {Expression('a', 2)}.slice(0, 6)) {{ {Var('n')} = {Var('n')} % 97 + {x}; {Statement(depth - 1)} }}"),
            1 => Inner(depth, () => $"for (const {x} in {Expression('o', 2)}) {{ {Var('s')} += {x}.slice(0, 3); {Statement(depth - 1)} }}"),
            _ => Inner(depth, () => $"for (const [{x}, v{x}] of Object.entries({Expression('o', 2)}).slice(0, 5)) {{ {Var('s')} += {x} + typeof v{x}; }}"),
        };
    }

    private string Function()
    {
        var f = Name('f');
        var text = Inner(0, () =>
        {
            string p = Name('n'), q = Name('n');
            _names['n'].Add(p);
            _names['n'].Add(q);
            return _random.Next(3) switch
            {
                0 => $"const {f} = ({p}, {q} = {p} * 2) => {Expression('n', 3)};",
                1 => $"function {f}({p}, ...r{q}) {{ let {q} = r{q}.length; if ({Condition(1)}) return {Expression('n', 2)}; return {Expression('n', 2)}; }}",
                _ => $"const {f} = function ({p} = 1, {{ {q} = 3 }} = {{}}) {{ return {Expression('n', 3)}; }};",
            };
        });
        _names['f'].Add(f);
        return text;
    }

    private string Closures()
    {
        string g = Name('g'), i = Name('i'), n = Name('n');
        var text = $"const {g} = []; for (let {i} = 0; {i} < {_random.Next(1, 5)}; {i}++) {g}.push(x => x + {i} * {Expression('n', 1)}); let {n} = {g}.reduce((t, f) => f(t), {Expression('n', 1)});";
        _names['n'].Add(n);
        return text;
    }

    private string Condition(int depth) => _random.Next(depth > 0 ? 8 : 3) switch
    {
        0 => $"{Expression('n', depth - 1)} {Pick("<", ">", "<=", ">=", "===", "!==", "==", "!=")} {Expression('n', depth - 1)}",
        1 => $"{Expression('s', depth - 1)} {Pick("<", ">", "===", "!==")} {Expression('s', depth - 1)}",
        2 => $"{Expression('a', depth - 1)}.length > {_random.Next(5)}",
        3 => $"!({Condition(depth - 1)})",
        4 => $"({Condition(depth - 1)} {Pick("&&", "||")} {Condition(depth - 1)})",
        5 => $"{Expression('a', depth - 1)}.{Pick("some", "every")}(x => x > {Number()})",
        6 => $"/{Pattern(2)}/{Pick("", "i", "u", "s")}.test({Expression('s', depth - 1)})",
        _ => $"({Expression('s', depth - 1)}.slice(0, 1) in {Expression('o', depth - 1)})",
    };

    private string Number() => _random.Next(5) switch
    {
        0 => _random.Next(-5, 10).ToString(CultureInfo.InvariantCulture),
        1 => (_random.Next(-1000, 1000) / 8.0).ToString(CultureInfo.InvariantCulture),
        2 => Pick("0", "1", "0.1", "1e21", "1e-7", "255", "2147483648", "NaN", "Infinity", "-0"),
        _ => _random.Next(100).ToString(CultureInfo.InvariantCulture),
    };
}
