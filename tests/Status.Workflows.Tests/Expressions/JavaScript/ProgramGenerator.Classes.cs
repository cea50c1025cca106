namespace Status.Workflows.Tests.Expressions.JavaScript;

/// <content>Classes, generators, accessors, async functions.</content>
internal sealed partial class ProgramGenerator
{
    private string Class(int depth)
    {
        var (type, child, made, number) = (Name('C'), Name('C'), Name('i'), Expression('n', 2));
        var parent = Pick("", "", " extends Error");
        var super = parent.Length > 0 ? $"super({Expression('s', 1)}); " : "";
        var body = Inner(depth, () => Declare("nsao"[_random.Next(4)]));
        return $"class {type}{parent} {{ #p = {number}; q = {Expression('s', 1)}; static made = 0; constructor(k) {{ {super}this.k = k; {type}.made++; {body} }} "
            + $"get half() {{ return this.#p / 2 }} set half(v) {{ this.#p = v * 2 }} #step(n) {{ return this.#p += n }} go(n) {{ return this.#step(n) + (this.k ?? 0) }} static of(k) {{ return new this(k) }} "
            + $"toString() {{ return 'C' + this.go(1) }} static has(o) {{ return #p in o }} }} "
            + $"class {child} extends {type} {{ r = [{number}]; {Pick("", "constructor(k) { super(k + 1); this.z = 1 } ")}go(n) {{ return super.go(n) * 2 }} get half() {{ return -super.half }} {Pick("", "toJSON() { return { r: this.r } } ")}}} "
            + $"{{ const {made} = {Pick(type, child)}.of({Expression('n', 1)}); {made}.half = {Expression('n', 1)}; {made}.k {Pick("+=", "-=", "??=", "||=")} 2; "
            + $"{Var('s')} = (`${{{made}}}` + {made}.half + JSON.stringify({made}) + ({made} instanceof {child}) + {type}.made + {type}.has({made}) + Object.keys({made}) + {made}.constructor.name).slice(0, 80); "
            + $"{Var('n')} = {Pick($"{made}.go(3) | 0", $"[{made}].length", $"{child}.made")}; }}";
    }

    private string Generator(int depth)
    {
        var (name, it) = (Name('g'), Name('i'));
        var inner = Inner(depth, () => Declare("nsao"[_random.Next(4)]));
        var loop = Pick(
            "for (let i = 0; i < n; i++) { if (i === 2) continue; yield i * 2; }",
            "let i = 0; while (true) { if (i++ >= n) break; const got = yield i; if (got) yield got; }",
            "for (const x of [1, 2, 3]) { try { yield x; if (x > n) throw x; } catch (e) { yield 'c' + e; } finally { yield 'f'; } }",
            "outer: for (const a of [1, 2]) for (const b of 'xy') { if (b === 'y' && a < n) continue outer; yield a + b; }",
            "yield* [n, n + 1]; const last = yield* (function* () { yield 'in'; return 'out' })(); yield last;",
            "do { yield n--; } while (n > 0);",
            "if (n > 1) { yield 'many'; } else { yield 'few'; return 'early'; }");
        return $"function* {name}(n) {{ {inner} {loop} return 'end'; }} "
            + $"{{ const {it} = {name}({_random.Next(0, 5)}); const out = [{it}.next(), {it}.next('v')]; {Pick("", $"out.push({it}.return(7)); ", $"try {{ {it}.throw('t') }} catch (e) {{ out.push(e) }} ")}"
            + $"out.push(...{it}); const [first] = {name}(2); out.push(first, Math.max(...[...{name}(3)].map(x => +x || 0))); for (const x of {name}(3)) {{ out.push(x); if (out.length > 9) break; }} "
            + $"{Var('s')} = JSON.stringify(out).slice(0, 80); }}";
    }

    private string Accessors()
    {
        var name = Name('i');
        return $"{{ const {name} = {{ v: {Expression('n', 2)}, get g() {{ return this.v * 2 }}, set g(x) {{ this.v = x - 1 }}, get ['k' + 1]() {{ return {Expression('s', 1)} }}, *gen() {{ yield this.v; yield* [1] }}, [Symbol.iterator]() {{ return this.gen() }} }}; "
            + $"{name}.g = {Expression('n', 1)}; {name}.g {Pick("+=", "*=", "??=")} 3; const {{ g, ...rest }} = {name}; {Var('s')} = JSON.stringify([{name}, g, rest, [...{name}], Object.entries({name}).length, {{ ...{name} }}]).slice(0, 80); {Var('n')} = {name}.g | 0; }}";
    }

    private string Async()
    {
        var name = Name('i');
        return $"const {name} = async x => {{ if (x > {_random.Next(0, 9)}) throw new RangeError('r' + x); return [await x, typeof {name}]; }}; {name}(1).catch(e => e.name);";
    }
}
