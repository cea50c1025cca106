namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <content>Expressions by type: number, text, array of numbers, object; and patterns.</content>
internal sealed partial class ProgramGenerator
{
    private string Expression(char type, int depth)
    {
        if (depth <= 0 || _random.Next(6) == 0)
        {
            if (_names[type].Count > 0 && _random.Next(4) != 0) return Var(type);
            return type switch
            {
                'n' => $"({Number()})",
                's' => Pick("''", "'a'", "'Hello World'", "'a1b22c333'", "'x-y_z'", "'äöüß'", "'😀b'", "'12'", "'the quick brown fox'", "'  pad '"),
                'a' => Pick("[]", "[1, 2, 3]", "[5, -1, 0.5, 10]", "[3, 3, 1]"),
                _ => Pick("({})", "({ a: 1, b: 'x' })", "({ 2: 'two', a: [1], 1: null })", "({ p: { q: 3 } })"),
            };
        }

        return type switch { 'n' => NumberExpression(depth - 1), 's' => TextExpression(depth - 1), 'a' => ArrayExpression(depth - 1), _ => ObjectExpression(depth - 1) };
    }

    private string NumberExpression(int d) => _random.Next(18) switch
    {
        0 or 1 => $"({Expression('n', d)} {Pick("+", "-", "*", "/", "%")} {Expression('n', d)})",
        2 => $"({Expression('n', d)} {Pick("&", "|", "^", "<<", ">>", ">>>")} {Expression('n', d)})",
        3 => $"Math.{Pick("floor", "ceil", "round", "trunc", "abs", "sign", "sqrt")}({Expression('n', d)})",
        4 => $"Math.{Pick("max", "min")}({Expression('n', d)}, {Expression('n', d)}, ...{Expression('a', d)})",
        5 => $"({Condition(d)} ? {Expression('n', d)} : {Expression('n', d)})",
        6 => $"{Expression('s', d)}.length",
        7 => $"({Expression('s', d)}.{Pick("charCodeAt", "codePointAt")}({_random.Next(4)}) || 0)",
        8 => $"{Expression('s', d)}.{Pick("indexOf", "lastIndexOf")}({Pick("'a'", "'l'", "' '", Expression('s', d))})",
        9 => $"{Expression('a', d)}.reduce((t, x) => (t {Pick("+", "-", "*")} x) % 1009, {_random.Next(5)})",
        10 => $"({Expression('a', d)}{Pick("[0]", ".at(-1)", "?.[1]", ".find(x => x > 2)", ".findLast(x => x < 9)")} ?? {Expression('n', d)})",
        11 when _names['f'].Count > 0 => $"{Var('f')}({Pick("", Expression('n', d), Expression('n', d) + ", undefined")})",
        12 => $"{Pick("parseInt", "parseFloat", "Number")}({Expression('s', d)})",
        13 => $"({DateExpression()}).{Pick("getTime", "getDate", "getMonth", "getFullYear", "getHours", "getDay", "getUTCHours", "getUTCDate", "getTimezoneOffset", "getMinutes")}()",
        14 => $"Object.keys({Expression('o', d)}).length",
        15 => $"new {Pick("Set", "Map")}({Expression('a', d)}.map(x => [x % 3, 1])).size",
        16 => $"(({Pick("-", "+", "~")}{Expression('n', d)} % 999 | 0) ** {_random.Next(4)})",
        _ => $"[...{Expression('s', d)}].length",
    };

    private string DateExpression() => _random.Next(3) switch
    {
        0 => $"new Date(Date.UTC({_random.Next(1971, 2036)}, {_random.Next(-3, 15)}, {_random.Next(-5, 40)}, {_random.Next(30)}, {_random.Next(70)}))",
        1 => $"new Date({_random.Next(1981, 2036)}, {_random.Next(12)}, {_random.Next(1, 32)}, {_random.Next(24)}, {_random.Next(60)})",
        _ => $"new Date({_random.NextInt64(2_000_000_000_000)})",
    };

    private string TextExpression(int d) => _random.Next(20) switch
    {
        0 or 1 => $"({Expression('s', d)} + {Expression(Pick("s", "n", "a")[0], d)})",
        2 => $"`${{{Expression('n', d)}}}-${{{Expression('s', d)}}}`",
        3 => $"{Expression('s', d)}.slice({_random.Next(-4, 4)}, {_random.Next(-3, 9)})",
        4 => $"{Expression('s', d)}.{Pick("toUpperCase", "toLowerCase", "trim", "trimStart", "trimEnd")}()",
        5 => $"{Expression('s', d)}.{Pick("padStart", "padEnd")}({_random.Next(12)}, {Pick("'*'", "'ab'", "' '")})",
        6 => $"{Expression('s', d)}.split({Pick("''", "' '", "'a'", $"/{Pattern(1)}/")}).reverse().join({Pick("''", "'-'")})",
        7 => $"{Expression('s', d)}.replace(/{Pattern(2)}/{Pick("g", "", "gi", "gu")}, {Pick("'<$&>'", "m => m.length", "'$$'", "(m, ...r) => typeof r[0]", "''")})",
        8 => $"JSON.stringify({Expression(Pick("a", "o", "s", "n")[0], d)})",
        9 => $"String({Expression(Pick("n", "a", "s")[0], d)})",
        10 => $"(+{Expression('n', d)} || 0).{Pick("toFixed(2)", "toString(2)", "toString(16)", "toPrecision(4)", "toExponential(3)", "toString(36)", "toFixed(0)")}",
        11 => $"(typeof {Expression("nsao"[_random.Next(4)], d)})",
        12 => $"({Condition(d)} ? {Expression('s', d)} : {Expression('s', d)})",
        13 => $"({DateExpression()}).{Pick("toISOString", "toJSON", "toUTCString", "toDateString")}()",
        14 => $"({Expression('s', d)}.match(/{Pattern(2)}/{Pick("g", "", "i")}) ?? ['none']).join('|')",
        15 => $"[...{Expression('s', d)}.matchAll(/{Pattern(2)}/g)].map(m => m.index + ':' + [...m]).join(';')",
        16 => $"JSON.stringify(/{Pattern(3)}/{Pick("", "i", "u", "s", "m")}.exec({Expression('s', d)}))",
        17 => $"{Expression('s', d)}.replaceAll({Pick("'a'", "' '", "''", "'l'")}, {Pick("'_'", "x => x + x", "'$&$&'")}).slice(0, 40)",
        18 => $"encodeURIComponent({Pick("'a b&c'", "'ü/ß'", "'x=1'")} + {Expression('n', d)})",
        _ => $"Object.keys({Expression('o', d)}).join()",
    };

    private string ArrayExpression(int d) => _random.Next(15) switch
    {
        0 => $"[{Expression('n', d)}, {Expression('n', d)}, ...{Expression('a', d)}]",
        1 => $"{Expression('a', d)}.map((x, i) => (x * {_random.Next(1, 5)} + i) {Pick("% 7", "| 0", "/ 2")})",
        2 => $"{Expression('a', d)}.filter(x => x {Pick(">", "<", "!==")} {Expression('n', 1)})",
        3 => $"{Expression('a', d)}.slice({_random.Next(-3, 3)}, {_random.Next(-2, 6)})",
        4 => $"{Expression('a', d)}.concat({Expression('a', d)}, {Expression('n', d)}).slice(0, 60)",
        5 => $"{Expression('a', d)}.filter(x => x === x).sort({Pick("", "(x, y) => x - y", "(x, y) => y - x")})",
        6 => $"{Expression('a', d)}.toReversed()",
        7 => $"[[{Expression('n', d)}], {Expression('a', d)}].flat()",
        8 => $"{Expression('a', d)}.flatMap(x => [x, {Expression('n', 1)}]).slice(0, 20)",
        9 => $"Array.from({{ length: {_random.Next(6)} }}, (_, i) => i * {Expression('n', 1)})",
        10 => $"[...new Set({Expression('a', d)})]",
        11 => $"{Expression('s', d)}.split('').map(c => c.charCodeAt(0)).slice(0, 12)",
        12 => $"{Expression('a', d)}.toSpliced({_random.Next(3)}, {_random.Next(3)}, {Expression('n', d)})",
        13 => $"[...{Expression('a', d)}.entries()].map(([i, x]) => i + x)",
        _ => $"Object.values(({Expression('o', d)})).filter(x => typeof x === 'number')",
    };

    private string ObjectExpression(int d) => _random.Next(8) switch
    {
        0 => $"({{ ...{Expression('o', d)}, [{Expression('s', d)}.slice(0, 3)]: {Expression('n', d)} }})",
        1 => $"({{ a: {Expression('n', d)}, b: {Expression('s', d)}, c: {Expression('a', d)} }})",
        2 => $"Object.fromEntries({Expression('a', d)}.slice(0, 5).map((x, i) => ['k' + i, x]))",
        3 => $"Object.assign({{}}, {Expression('o', d)}, {{ z: {Expression('s', d)} }})",
        4 => $"JSON.parse(JSON.stringify({Expression('o', d)}))",
        5 => $"structuredClone({Expression('o', d)})",
        6 => $"Object.fromEntries(new Map({Expression('a', d)}.map(x => [String(x).slice(0, 2), x])))",
        _ => $"{Expression('a', d)}.reduce((o, x) => ({{ ...o, [x % 3]: (o[x % 3] ?? 0) + 1 }}), {{}})",
    };

    /// <summary>A pattern that cannot run away on the short texts it meets.</summary>
    private string Pattern(int depth)
    {
        if (depth <= 0) return Pick("a", "b", "l", "o", "\\d", "\\w", "\\s", ".", "[a-f]", "[^a-m ]", "\\D", "\\W", "ß", "[\\d_-]", "x");
        return _random.Next(12) switch
        {
            0 or 1 => Pattern(depth - 1) + Pattern(depth - 1),
            2 => $"(?:{Pattern(depth - 1)}|{Pattern(depth - 1)})",
            // What is repeated always takes a character: rounds that match nothing are the one known difference (docs/javascript.md).
            3 => $"({Pattern(0)}{Pattern(depth - 1)}){Pick("", "?", "+", "*", "{1,2}")}",
            4 => Pattern(0) + Pick("+", "*", "?", "{2}", "{1,3}", "+?", "*?"),
            5 => $"(?={Pattern(depth - 1)})" + Pattern(depth - 1),
            6 => Pick("^", "\\b", "") + Pattern(depth - 1) + Pick("$", "\\b", ""),
            7 => $"({Pattern(depth - 1)})\\1",
            8 => $"(?:({Pattern(0)})|{Pattern(0)}){Pick("{2}", "{1,3}", "")}",
            9 => $"(?<!{Pattern(0)}){Pattern(depth - 1)}",
            10 => $"(?<g{_count++}>{Pattern(depth - 1)})",
            _ => Pattern(depth - 1),
        };
    }
}
