using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>Math</c>.</summary>
internal static class MathLibrary
{
    public static readonly LibraryObject Instance = new("Math", Members());

    private static Dictionary<string, DataValue> Members()
    {
        var table = new Dictionary<string, DataValue>(StringComparer.Ordinal)
        {
            ["PI"] = DataValue.Of(Math.PI),
            ["E"] = DataValue.Of(Math.E),
            ["LN2"] = DataValue.Of(0.6931471805599453),
            ["LN10"] = DataValue.Of(2.302585092994046),
            ["LOG2E"] = DataValue.Of(1.4426950408889634),
            ["LOG10E"] = DataValue.Of(0.4342944819032518),
            ["SQRT2"] = DataValue.Of(1.4142135623730951),
            ["SQRT1_2"] = DataValue.Of(0.7071067811865476),
        };
        One("abs", Math.Abs);
        One("ceil", Math.Ceiling);
        One("floor", Math.Floor);
        One("trunc", Math.Truncate);
        One("round", x => Math.Abs(x) < 4503599627370496 ? Math.CopySign(Math.Floor(x) + (x - Math.Floor(x) >= 0.5 ? 1 : 0), x) : x);
        One("sign", x => double.IsNaN(x) || x == 0 ? x : Math.Sign(x));
        One("sqrt", Math.Sqrt);
        One("cbrt", Cbrt);
        One("exp", Math.Exp);
        One("expm1", x => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1);
        One("log", Math.Log);
        One("log2", Math.Log2);
        One("log10", Math.Log10);
        One("log1p", x => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x));
        One("sin", Math.Sin);
        One("cos", Math.Cos);
        One("tan", Math.Tan);
        One("asin", Math.Asin);
        One("acos", Math.Acos);
        One("atan", Math.Atan);
        One("sinh", Math.Sinh);
        One("cosh", Math.Cosh);
        One("tanh", Math.Tanh);
        One("asinh", Math.Asinh);
        One("acosh", Math.Acosh);
        One("atanh", Math.Atanh);
        One("fround", x => (float)x);
        Add("clz32", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of((double)System.Numerics.BitOperations.LeadingZeroCount((uint)Coerce.ToInt32(run, a.Arg(0)))));
        Add("imul", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of((double)unchecked(Coerce.ToInt32(run, a.Arg(0)) * Coerce.ToInt32(run, a.Arg(1)))));
        Add("atan2", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Math.Atan2(Coerce.ToNumber(run, a.Arg(0)), Coerce.ToNumber(run, a.Arg(1)))));
        Add("pow", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(Ops.Power(Coerce.ToNumber(run, a.Arg(0)), Coerce.ToNumber(run, a.Arg(1)))));
        Add("random", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(run.Host.NextRandom()));
        Add("max", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Fold(run, a, double.NegativeInfinity, Math.Max));
        Add("min", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Fold(run, a, double.PositiveInfinity, Math.Min));
        Add("hypot", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Hypot(run, a));
        return table;

        void Add(string name, int length, NativeBody body) => table[name] = DataValue.Of((object)new NativeFunction(name, length, body));

        void One(string name, Func<double, double> function) => Add(name, 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => DataValue.Of(function(a.Length == 0 ? double.NaN : Coerce.ToNumber(run, a[0]))));
    }

    private static double Cbrt(double x)
    {
        // The C library may be off by one unit in the last place; one step of Newton's method repairs whole roots.
        var root = Math.Cbrt(x);
        return root == 0 || !double.IsFinite(root) ? root : root - (((root * root * root) - x) / (3 * root * root));
    }

    private static DataValue Fold(Run run, ReadOnlySpan<DataValue> arguments, double start, Func<double, double, double> fold)
    {
        run.Charge(arguments.Length);
        foreach (ref readonly var argument in arguments) start = fold(start, Coerce.ToNumber(run, argument));
        return DataValue.Of(start);
    }

    private static DataValue Hypot(Run run, ReadOnlySpan<DataValue> arguments)
    {
        run.Charge(arguments.Length);
        var largest = 0d;
        var values = new double[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(Coerce.ToNumber(run, arguments[i]));
            if (double.IsInfinity(values[i])) return DataValue.Of(double.PositiveInfinity);
            largest = Math.Max(largest, values[i]);
        }

        if (largest == 0 || double.IsNaN(largest)) return DataValue.Of(largest);
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var scaled = value / largest;
            var term = (scaled * scaled) - lost;
            var next = sum + term;
            lost = next - sum - term;
            sum = next;
        }

        return DataValue.Of(Math.Sqrt(sum) * largest);
    }
}
