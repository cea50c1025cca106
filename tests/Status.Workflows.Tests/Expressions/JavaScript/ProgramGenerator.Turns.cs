namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <content>Programs about the order in which awaits, callbacks of promises and generators take turns; they log what happens.</content>
internal sealed partial class ProgramGenerator
{
    private int _marks;

    /// <summary>A program that gives a log.</summary>
    public string Turns()
    {
        var tasks = Enumerable.Range(0, _random.Next(2, 5)).Select(i => $"const t{i} = {Pick("async", "async", "async ")} (x) => {{ {Body(3)} return {Awaitable(2)}; }};").ToArray();
        var calls = Enumerable.Range(0, tasks.Length).Select(i => Pick(
            $"t{i}({i}).then(v => log.push('t{i}', show(v)), e => log.push('e{i}', show(e)));", $"try {{ log.push(show(await t{i}({i}))) }} catch (e) {{ log.push('caught', show(e)) }}", $"Promise.allSettled([t{i}({i}), {Awaitable(1)}]).then(r => log.push(show(r)));"));
        return $$"""
            const log = [], show = v => v instanceof Error ? v.name : typeof v === 'function' ? 'f' : JSON.stringify(v) ?? 'u', mark = (v, m) => { log.push(m); return v; };
            const later = (v, n) => n > 0 ? Promise.resolve().then(() => later(v, n - 1)) : v;
            const thenable = v => ({ then(ok) { log.push('asked'); ok(v); } });
            async function* gen(n) { try { for (let i = 0; i < n; i++) log.push('g' + (yield later(i, i % 2))); } finally { log.push('gen left'); await null; } return 'gen end'; }
            function* plain(n) { for (let i = 0; i < n; i++) log.push('p' + ((yield i) ?? (yield 'again'))); }
            const o = { n: 1, add(...x) { this.n += x.length; return this; } };
            {{string.Join('\n', tasks)}}
            (async () => { {{string.Join(' ', calls)}} await later(0, 30); return JSON.stringify([log, o.n]); })()
            """;
    }

    private string Mark() => $"log.push({_marks++});";

    private string Body(int depth) => string.Join(' ', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Turn(depth)));

    private string Turn(int depth) => _random.Next(depth > 0 ? 14 : 5) switch
    {
        0 => Mark(),
        1 => $"await {Awaitable(1)};",
        2 => $"log.push(show({Waiting(2)}));",
        3 => $"Promise.resolve({_random.Next(9)}).then(v => {{ {Mark()} return {Awaitable(1)}; }}).then(v => log.push(show(v)));",
        4 => $"o.n += {Waiting(1)} ? 1 : 2;",
        5 => $"if ({Waiting(1)}) {{ {Body(depth - 1)} }} else {{ {Body(depth - 1)} }}",
        6 => $"for (let i = 0; i < {Pick("2", "await 2", "(await later(3, 1))")}; i++) {{ {Body(depth - 1)} {Pick("", "if (i) continue;", "if (await i) break;")} {Mark()} }}",
        7 => $"try {{ {Body(depth - 1)} {Pick("throw new RangeError('x');", "await Promise.reject('no');", "")} }} catch (e) {{ log.push(show(e)); {Body(depth - 1)} }} finally {{ {Body(depth - 1)} }}",
        8 => $"for await (const v of {Pick("gen(2)", "[1, later(2, 2), 3]", "plain(2)", "gen(3)")}) {{ log.push(show(v)); {Pick("", "break;", "await null;")} }}",
        9 => $"switch ({Waiting(1)}) {{ case await {_random.Next(3)}: {Body(depth - 1)} {Pick("", "break;")} case 1: {Body(depth - 1)} break; default: {Body(depth - 1)} }}",
        10 => $"log.push(show([...plain(2)]));",
        11 => $"{{ const g = gen(2); g.next('a').then(r => log.push(show(r))); log.push(show(await g.{Pick("next('b')", "return('r')", "throw(new TypeError('t')).catch(show)")})); }}",
        12 => $"await Promise.{Pick("all", "race", "any", "allSettled")}([{Awaitable(1)}, {Awaitable(1)}]).then(v => log.push(show(v)), e => log.push(show(e)));",
        _ => $"Promise.{Pick("resolve", "reject")}({_random.Next(9)}).finally(() => {{ {Mark()} return {Awaitable(1)}; }}).then(v => log.push('v', show(v)), e => log.push('e', show(e)));",
    };

    /// <summary>Something to wait for: it is never rejected.</summary>
    private string Awaitable(int depth) => _random.Next(depth > 0 ? 9 : 4) switch
    {
        0 => $"{_random.Next(9)}",
        1 => $"Promise.resolve({_random.Next(9)})",
        2 => $"later('l', {_random.Next(1, 4)})",
        3 => "thenable('t')",
        4 => $"Promise.resolve(Promise.resolve({_random.Next(9)}))",
        5 => $"new Promise(r => {{ {Mark()} r({Awaitable(depth - 1)}); }})",
        6 => $"(async () => {{ {Mark()} await null; return {Awaitable(depth - 1)}; }})()",
        7 => $"(async () => {Awaitable(depth - 1)})()",
        _ => $"Promise.all([{Awaitable(depth - 1)}, {Awaitable(depth - 1)}])",
    };

    /// <summary>An expression that waits in its middle.</summary>
    private string Waiting(int depth)
    {
        string Inner() => depth > 0 ? Waiting(depth - 1) : $"(await {Awaitable(0)})";
        return _random.Next(11) switch
        {
            0 => $"(await {Awaitable(1)})",
            1 => $"[mark(1, 'm{_marks++}'), {Inner()}, mark(2, 'm{_marks++}')]",
            2 => $"({Inner()} {Pick("+", "??", "||", "&&", "===", ",")} {Inner()})",
            3 => $"({Inner()} ? {Inner()} : mark(3, 'm{_marks++}'))",
            4 => $"{{ a: mark(4, 'm{_marks++}'), ['k' + {Inner()}]: {Inner()}, ...{{ z: 1 }} }}".Insert(0, "(") + ")",
            5 => $"o.add(mark(5, 'm{_marks++}'), {Inner()}, ...[{Inner()}]).n",
            6 => $"`${{mark(6, 'm{_marks++}')}}${{show({Inner()})}}`",
            7 => $"(o.x = {Inner()})",
            8 => $"o?.add?.({Inner()})?.n",
            9 => $"{Pick("null", "o")}?.add({Inner()}, mark(0, 'm{_marks++}')).n",
            _ => $"typeof {Inner()}",
        };
    }
}
