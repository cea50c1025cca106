using System.Collections.Frozen;

namespace Status.Workflows.Import.NodeRed;

/// <summary>The functions that converted expressions of JSONata use, written in JavaScript. A script gets those that it needs.</summary>
internal static class JsonataFunctions
{
    private static readonly FrozenDictionary<string, (string Script, string[] Needs)> _all = new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
    {
        // How values are looked up, filtered and compared.
        ["$step"] = ("(v, f, last) => { if (v === undefined) return undefined; const r = (Array.isArray(v) ? v : [v]).map(x => f(x)).filter(x => x !== undefined); if (last && r.length === 1 && Array.isArray(r[0])) return r[0]; const o = r.flat(); return o.length === 0 ? undefined : o.length === 1 ? o[0] : o; }", []),
        ["$lookup"] = ("(v, k) => { if (Array.isArray(v)) { const o = v.flatMap(x => { const r = $lookup(x, k); return r === undefined ? [] : r; }); return o.length === 0 ? undefined : o.length === 1 ? o[0] : o; } return v !== null && typeof v === 'object' && Object.hasOwn(v, k) ? v[k] : undefined; }", []),
        ["$filter"] = ("(v, f) => { if (v === undefined) return undefined; const l = Array.isArray(v) ? v : [v], o = l.filter((x, i) => { const p = f(x); return typeof p === 'number' ? Math.floor(p < 0 ? l.length + p : p) === i : $boolean(p); }); return o.length === 0 ? undefined : o.length === 1 ? o[0] : o; }", ["$boolean"]),
        ["$same"] = ("(a, b, wanted) => { if (a === undefined || b === undefined) return false; const s = (x, y) => x === y || (x !== null && y !== null && typeof x === 'object' && typeof y === 'object' && Array.isArray(x) === Array.isArray(y) && Object.keys(x).length === Object.keys(y).length && Object.keys(x).every(k => Object.hasOwn(y, k) && s(x[k], y[k]))); return s(a, b) === wanted; }", []),
        ["$order"] = ("(a, b, f) => { const ok = x => x === undefined || typeof x === 'number' || typeof x === 'string'; if (!ok(a) || !ok(b)) throw new Error('The expressions either side of a comparison must evaluate to numbers or texts.'); if (a === undefined || b === undefined) return undefined; if (typeof a !== typeof b) throw new Error('The values either side of a comparison must be of the same type.'); return f(a, b); }", []),
        ["$calc"] = ("(a, b, f) => { for (const x of [a, b]) if (x !== undefined && typeof x !== 'number') throw new Error('Both sides of an arithmetic operator must evaluate to a number.'); return a === undefined || b === undefined ? undefined : f(a, b); }", []),
        ["$in"] = ("(a, b) => a === undefined || b === undefined ? false : (Array.isArray(b) ? b : [b]).includes(a)", []),
        ["$text"] = ("v => v === undefined ? '' : $string(v)", ["$string"]),
        ["$list"] = ("l => l.flatMap(x => x === undefined ? [] : Array.isArray(x) ? x : [x])", []),
        ["$object"] = ("l => Object.fromEntries(l.filter(([, v]) => v !== undefined))", []),
        // Those that an expression names.
        ["$boolean"] = ("v => Array.isArray(v) ? v.some(x => $boolean(x)) : v !== null && typeof v === 'object' ? Object.keys(v).length > 0 : !!v", []),
        ["$string"] = ("v => v === undefined ? undefined : typeof v === 'string' ? v : typeof v === 'number' ? String(Number(v.toPrecision(15))) : JSON.stringify(v, (k, x) => typeof x === 'number' ? Number(x.toPrecision(15)) : x)", []),
        ["$number"] = ("v => { if (v === undefined) return undefined; const n = typeof v === 'boolean' ? (v ? 1 : 0) : typeof v === 'number' ? v : typeof v === 'string' && v.trim() !== '' ? Number(v) : NaN; if (isNaN(n)) throw new Error('Unable to cast value to a number: ' + JSON.stringify(v)); return n; }", []),
        ["$sum"] = ("v => v === undefined ? undefined : (Array.isArray(v) ? v : [v]).reduce((a, b) => a + b, 0)", []),
        ["$count"] = ("v => v === undefined ? 0 : Array.isArray(v) ? v.length : 1", []),
        ["$max"] = ("v => v === undefined || (Array.isArray(v) && v.length === 0) ? undefined : Math.max(...(Array.isArray(v) ? v : [v]))", []),
        ["$min"] = ("v => v === undefined || (Array.isArray(v) && v.length === 0) ? undefined : Math.min(...(Array.isArray(v) ? v : [v]))", []),
        ["$average"] = ("v => v === undefined || (Array.isArray(v) && v.length === 0) ? undefined : $sum(v) / $count(v)", ["$sum", "$count"]),
        ["$length"] = ("v => v === undefined ? undefined : [...v].length", []),
        ["$uppercase"] = ("v => v === undefined ? undefined : v.toUpperCase()", []),
        ["$lowercase"] = ("v => v === undefined ? undefined : v.toLowerCase()", []),
        ["$trim"] = ("v => v === undefined ? undefined : v.replace(/\\s+/g, ' ').trim()", []),
        ["$substring"] = ("(v, s, n) => { if (v === undefined) return undefined; const c = [...v], from = s < 0 ? Math.max(0, c.length + s) : s; return c.slice(from, n === undefined ? undefined : from + Math.max(0, n)).join(''); }", []),
        ["$substringBefore"] = ("(v, s) => v === undefined ? undefined : v.includes(s) ? v.slice(0, v.indexOf(s)) : v", []),
        ["$substringAfter"] = ("(v, s) => v === undefined ? undefined : v.includes(s) ? v.slice(v.indexOf(s) + s.length) : v", []),
        ["$contains"] = ("(v, s) => v === undefined ? undefined : v.includes(s)", []),
        ["$split"] = ("(v, s) => v === undefined ? undefined : v.split(s)", []),
        ["$join"] = ("(v, s) => v === undefined ? undefined : (Array.isArray(v) ? v : [v]).join(s ?? '')", []),
        ["$replace"] = ("(v, s, r) => v === undefined ? undefined : v.split(s).join(r)", []),
        ["$abs"] = ("v => v === undefined ? undefined : Math.abs(v)", []),
        ["$floor"] = ("v => v === undefined ? undefined : Math.floor(v)", []),
        ["$ceil"] = ("v => v === undefined ? undefined : Math.ceil(v)", []),
        ["$round"] = ("(v, d) => { if (v === undefined) return undefined; const shift = (x, by) => { const [m, e] = String(x).split('e'); return Number(m + 'e' + ((e ? Number(e) : 0) + by)); }; const s = shift(v, d ?? 0), r = Math.round(s), even = Math.abs(r - s) === 0.5 && Math.abs(r % 2) === 1 ? r - 1 : r, back = shift(even, -(d ?? 0)); return Object.is(back, -0) ? 0 : back; }", []),
        ["$power"] = ("(v, e) => v === undefined ? undefined : Math.pow(v, e)", []),
        ["$sqrt"] = ("v => v === undefined ? undefined : Math.sqrt(v)", []),
        ["$not"] = ("v => v === undefined ? undefined : !$boolean(v)", ["$boolean"]),
        ["$exists"] = ("v => v !== undefined", []),
        ["$keys"] = ("v => { const k = v !== null && typeof v === 'object' ? Object.keys(v) : []; return k.length === 0 ? undefined : k.length === 1 ? k[0] : k; }", []),
        ["$append"] = ("(a, b) => a === undefined ? b : b === undefined ? a : [...(Array.isArray(a) ? a : [a]), ...(Array.isArray(b) ? b : [b])]", []),
        ["$reverse"] = ("v => v === undefined ? undefined : Array.isArray(v) ? [...v].reverse() : v", []),
        ["$merge"] = ("v => v === undefined ? undefined : Object.assign({}, ...(Array.isArray(v) ? v : [v]))", []),
        ["$now"] = ("() => new Date().toISOString()", []),
        ["$millis"] = ("() => Date.now()", []),
        ["$flowContext"] = ("k => get(flow, String(k).split('.'))", []),
        ["$globalContext"] = ("k => get(global, String(k).split('.'))", []),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> _inner = new[] { "$step", "$lookup", "$filter", "$same", "$order", "$calc", "$in", "$text", "$list", "$object" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether an expression may call a function.</summary>
    public static bool Has(string name) => _all.ContainsKey(name) && !_inner.Contains(name);

    /// <summary>Declarations of functions and of those that they use.</summary>
    public static string Of(IEnumerable<string> names)
    {
        var all = names.SelectMany(n => _all[n].Needs.Append(n)).ToHashSet(StringComparer.Ordinal);
        return string.Concat(_all.Where(f => all.Contains(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"const {f.Key} = {f.Value.Script}; "));
    }
}
