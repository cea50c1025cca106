using System.Globalization;
using System.Numerics;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>A BigInt. Compared by its value wherever values are compared.</summary>
internal sealed class BigIntValue(BigInteger value) : ScriptObject, IEquatable<BigIntValue>
{
    public BigInteger Value { get; } = value;

    /// <summary>What hosts get: a whole number when they have one that holds it, else its digits.</summary>
    public object ToData()
    {
        if (Value >= long.MinValue && Value <= long.MaxValue) return BigInteger.Abs(Value) <= 9007199254740991 ? (double)Value : (object)(long)Value;
        return BigInteger.Abs(Value) <= (BigInteger)decimal.MaxValue ? (decimal)Value : ToString();
    }

    public bool Equals(BigIntValue? other) => other is not null && other.Value == Value;

    public override bool Equals(object? obj) => Equals(obj as BigIntValue);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
