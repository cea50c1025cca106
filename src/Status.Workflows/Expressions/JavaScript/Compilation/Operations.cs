using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Compilation;

/// <summary>An arithmetic operator as a type, so that each gets machine code of its own from one generic method.</summary>
internal interface IArithmetic
{
    static abstract double Of(double left, double right);

    static abstract DataValue Slow(Run run, in DataValue left, in DataValue right);
}

/// <summary>A comparison as a type.</summary>
internal interface IComparison
{
    static abstract bool Of(double left, double right);

    static abstract bool Slow(Run run, in DataValue left, in DataValue right);
}

internal readonly struct AddOp : IArithmetic
{
    public static double Of(double left, double right) => left + right;

    public static DataValue Slow(Run run, in DataValue left, in DataValue right) => Ops.Add(run, left, right);
}

internal readonly struct SubtractOp : IArithmetic
{
    public static double Of(double left, double right) => left - right;

    public static DataValue Slow(Run run, in DataValue left, in DataValue right) => Ops.Arithmetic(run, '-', left, right);
}

internal readonly struct MultiplyOp : IArithmetic
{
    public static double Of(double left, double right) => left * right;

    public static DataValue Slow(Run run, in DataValue left, in DataValue right) => Ops.Arithmetic(run, '*', left, right);
}

internal readonly struct DivideOp : IArithmetic
{
    public static double Of(double left, double right) => left / right;

    public static DataValue Slow(Run run, in DataValue left, in DataValue right) => Ops.Arithmetic(run, '/', left, right);
}

internal readonly struct RemainderOp : IArithmetic
{
    public static double Of(double left, double right)
    {
        // The remainder of whole numbers is much cheaper than that of doubles; -0 keeps its sign on the other path.
        if (left >= 0 && left <= int.MaxValue && right >= 1 && right <= int.MaxValue)
        {
            var (l, r) = ((int)left, (int)right);
            if (l == left && r == right) return l % r;
        }

        return left % right;
    }

    public static DataValue Slow(Run run, in DataValue left, in DataValue right) => Ops.Arithmetic(run, '%', left, right);
}

internal readonly struct PowerOp : IArithmetic
{
    public static double Of(double left, double right) => Ops.Power(left, right);

    public static DataValue Slow(Run run, in DataValue left, in DataValue right) => Ops.Arithmetic(run, '^', left, right);
}

internal readonly struct LessOp : IComparison
{
    public static bool Of(double left, double right) => left < right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => Ops.Less(run, left, right, orEqual: false);
}

internal readonly struct LessOrEqualOp : IComparison
{
    public static bool Of(double left, double right) => left <= right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => Ops.Less(run, left, right, orEqual: true);
}

internal readonly struct GreaterOp : IComparison
{
    public static bool Of(double left, double right) => left > right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => Ops.Less(run, right, left, orEqual: false);
}

internal readonly struct GreaterOrEqualOp : IComparison
{
    public static bool Of(double left, double right) => left >= right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => Ops.Less(run, right, left, orEqual: true);
}

internal readonly struct EqualOp : IComparison
{
    public static bool Of(double left, double right) => left == right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => Ops.StrictEquals(left, right);
}

internal readonly struct NotEqualOp : IComparison
{
    public static bool Of(double left, double right) => left != right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => !Ops.StrictEquals(left, right);
}

internal readonly struct LooseEqualOp : IComparison
{
    public static bool Of(double left, double right) => left == right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => Ops.LooseEquals(run, left, right);
}

internal readonly struct LooseNotEqualOp : IComparison
{
    public static bool Of(double left, double right) => left != right;

    public static bool Slow(Run run, in DataValue left, in DataValue right) => !Ops.LooseEquals(run, left, right);
}
