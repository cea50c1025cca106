using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>The library's names. They are bound when a program is compiled; a host cannot replace them.</summary>
internal static class Globals
{
    private static readonly Dictionary<string, DataValue> _table = new(StringComparer.Ordinal)
    {
        ["undefined"] = default,
        ["NaN"] = DataValue.Of(double.NaN),
        ["Infinity"] = DataValue.Of(double.PositiveInfinity),
        ["Math"] = DataValue.Of((object)MathLibrary.Instance),
        ["JSON"] = DataValue.Of((object)new LibraryObject("JSON", Lib.Members(("parse", 2, JsonReader.Parse), ("stringify", 3, JsonText.Stringify)))),
        ["Object"] = DataValue.Of((object)Objects.Constructor),
        ["Array"] = DataValue.Of((object)ArrayMethods.Constructor),
        ["String"] = DataValue.Of((object)TextMethods.Constructor),
        ["Number"] = DataValue.Of((object)NumberMethods.Constructor),
        ["Boolean"] = Function("Boolean", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Coerce.IsTruthy(a.Arg(0)))),
        ["Date"] = DataValue.Of((object)DateMethods.Constructor),
        ["RegExp"] = DataValue.Of((object)PatternMethods.Constructor),
        ["Map"] = DataValue.Of((object)new NativeFunction("Map", 0, NeedsNew) { Construct = MapMethods.Construct, HasInstance = v => v.Ref is MapValue and not SetValue, Statics = [] }),
        ["Set"] = DataValue.Of((object)new NativeFunction("Set", 0, NeedsNew) { Construct = SetMethods.Construct, HasInstance = v => v.Ref is SetValue, Statics = [] }),
        ["WeakMap"] = DataValue.Of((object)new NativeFunction("WeakMap", 0, NeedsNew) { Construct = WeakMethods.MakeMap, HasInstance = v => v.Ref is WeakValue { IsSet: false }, Statics = [] }),
        ["WeakSet"] = DataValue.Of((object)new NativeFunction("WeakSet", 0, NeedsNew) { Construct = WeakMethods.MakeSet, HasInstance = v => v.Ref is WeakValue { IsSet: true }, Statics = [] }),
        ["Promise"] = DataValue.Of((object)Promises.Constructor),
        ["Symbol"] = DataValue.Of((object)new LibraryObject("Symbol", new(StringComparer.Ordinal) { ["iterator"] = Lib.Of(Iteration.SymbolKey), ["asyncIterator"] = Lib.Of(AsyncItems.SymbolKey) })),
        ["BigInt"] = DataValue.Of((object)BigInts.Constructor),
        ["Intl"] = DataValue.Of((object)new LibraryObject("Intl", new(StringComparer.Ordinal) { ["NumberFormat"] = DataValue.Of((object)NumberFormat.Constructor), ["DateTimeFormat"] = DataValue.Of((object)DateFormat.Constructor) })),
        ["parseInt"] = DataValue.Of((object)NumberMethods.ParseInt),
        ["parseFloat"] = DataValue.Of((object)NumberMethods.ParseFloat),
        ["isNaN"] = Function("isNaN", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(double.IsNaN(Coerce.ToNumber(run, a.Arg(0))))),
        ["isFinite"] = Function("isFinite", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(double.IsFinite(Coerce.ToNumber(run, a.Arg(0))))),
        ["structuredClone"] = Function("structuredClone", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Cloning.Clone(run, a.Arg(0))),
        ["encodeURIComponent"] = Function("encodeURIComponent", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => UriText.Encode(run, Coerce.ToText(run, a.Arg(0)), component: true)),
        ["encodeURI"] = Function("encodeURI", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => UriText.Encode(run, Coerce.ToText(run, a.Arg(0)), component: false)),
        ["decodeURIComponent"] = Function("decodeURIComponent", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => UriText.Decode(run, Coerce.ToText(run, a.Arg(0)), component: true)),
        ["decodeURI"] = Function("decodeURI", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => UriText.Decode(run, Coerce.ToText(run, a.Arg(0)), component: false)),
        ["Error"] = Errors.Constructor("Error"),
        ["TypeError"] = Errors.Constructor("TypeError"),
        ["RangeError"] = Errors.Constructor("RangeError"),
        ["SyntaxError"] = Errors.Constructor("SyntaxError"),
        ["ReferenceError"] = Errors.Constructor("ReferenceError"),
        ["URIError"] = Errors.Constructor("URIError"),
        ["EvalError"] = Errors.Constructor("EvalError"),
        ["sha256"] = DataValue.Of((object)ScriptFunctions.Sha256),
        ["hmac"] = DataValue.Of((object)ScriptFunctions.Hmac),
        ["uuid"] = DataValue.Of((object)ScriptFunctions.Uuid),
        ["base64encode"] = DataValue.Of((object)ScriptFunctions.Base64Encode),
        ["base64decode"] = DataValue.Of((object)ScriptFunctions.Base64Decode),
    };

    static Globals()
    {
        foreach (var kind in Enum.GetValues<ElementKind>()) _table[kind + "Array"] = DataValue.Of((object)TypedArrays.Constructor(kind));
        _table["ArrayBuffer"] = DataValue.Of((object)Buffers.Constructor);
        _table["DataView"] = DataValue.Of((object)Buffers.ViewConstructor);
    }

    public static bool TryGet(string name, out DataValue value) => _table.TryGetValue(name, out value);

    /// <summary>What to use instead of a well-known name that the dialect leaves out; <c>null</c> for all other names.</summary>
    public static string? Absent(string name) => name switch
    {
        "eval" or "Function" => $"{name} is not part of this dialect; code comes from the definition only.",
        "globalThis" or "window" or "global" or "process" or "require" or "module" => $"{name} is not part of this dialect; scripts reach what the host names, nothing else.",
        "setTimeout" or "setInterval" or "queueMicrotask" => $"{name} is not part of this dialect; host functions answer directly, waiting is an activity's work.",
        "Proxy" or "Reflect" => $"{name} is not part of this dialect; use functions and plain objects.",
        "WeakRef" or "FinalizationRegistry" => $"{name} is not part of this dialect; use Map or Set.",
        "console" => "console is not part of this dialect; return the value, or use the WriteLine activity.",
        _ => null,
    };

    private static DataValue Function(string name, int length, NativeBody body) => DataValue.Of((object)new NativeFunction(name, length, body));

    private static DataValue NeedsNew(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => throw run.TypeError("Make it with new.");
}

/// <summary>The constructors of errors.</summary>
internal static class Errors
{
    public static DataValue Constructor(string name)
    {
        NativeBody make = (Run run, in DataValue self, ReadOnlySpan<DataValue> a) =>
        {
            var message = a.Arg(0).IsUndefined ? "" : Coerce.ToText(run, a[0]);
            run.Allocate(200 + (4L * message.Length));
            var error = new ErrorValue(name, message);
            if (a.Arg(1).Ref is DataObject options && options.TryGet("cause", out var cause)) error.Members.Set("cause", cause);
            return DataValue.Of((object)error);
        };
        return DataValue.Of((object)new NativeFunction(name, 1, make) { Construct = make, CanBeExtended = true, HasInstance = v => v.Ref is ErrorValue error && (name == "Error" || error.Kind == name) });
    }
}
